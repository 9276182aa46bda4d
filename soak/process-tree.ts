import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** What a process and all its descendants hold, as the system sees it. */
export interface Holdings {
  /** Resident memory of all of them together. */
  readonly residentBytes: number;
  readonly threads: number;
  /** Processes, the first among them. */
  readonly processes: number;
  /** TCP sockets, listening ones among them. */
  readonly sockets: number;
}

/** Whether this system tells of processes in files (Linux does). Without them memory and sockets cannot be judged. */
export const hasProc = existsSync('/proc/self/status');

/** What the process `pid` and its descendants hold now; zeros when it has ended. */
export function holdingsOf(pid: number): Holdings {
  const tree = treeOf(pid);
  const tcp = tcpInodes();
  const held = tree.map((one) => ({ ...statusOf(one), sockets: socketsOf(one, tcp) }));
  const sum = (pick: (one: (typeof held)[number]) => number) => held.reduce((all, one) => all + pick(one), 0);
  return {
    residentBytes: sum((one) => one.residentBytes),
    threads: sum((one) => one.threads),
    processes: held.filter((one) => one.threads > 0).length,
    sockets: sum((one) => one.sockets),
  };
}

/** Resident memory alone: cheap enough to be asked for many times a second. */
export function residentBytesOf(pid: number): number {
  return treeOf(pid).reduce((all, one) => all + statusOf(one).residentBytes, 0);
}

/** Seconds of processor that the process has used, without its children. */
export function processorSecondsOf(pid: number): number {
  const fields = read(`/proc/${pid}/stat`).split(') ')[1]?.split(' ') ?? [];
  // proc(5): utime and stime are the 14th and 15th field, in ticks of 1/100 s; the second one may hold spaces.
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / 100;
}

/** The process and its descendants. */
function treeOf(pid: number): readonly number[] {
  const tree = [pid];
  for (const parent of tree) {
    for (const task of list(`/proc/${parent}/task`)) {
      tree.push(...read(`/proc/${parent}/task/${task}/children`).split(' ').filter(Boolean).map(Number));
    }
  }
  return tree;
}

function statusOf(pid: number): { readonly residentBytes: number; readonly threads: number } {
  const status = read(`/proc/${pid}/status`);
  const number = (pattern: RegExp) => Number(pattern.exec(status)?.[1] ?? 0);
  return { residentBytes: number(/^VmRSS:\s+(\d+)/m) * 1024, threads: number(/^Threads:\s+(\d+)/m) };
}

function socketsOf(pid: number, tcp: ReadonlySet<string>): number {
  const folder = `/proc/${pid}/fd`;
  return list(folder).filter((fd) => tcp.has(inodeOf(`${folder}/${fd}`))).length;
}

function inodeOf(path: string): string {
  try {
    return /^socket:\[(\d+)\]$/.exec(readlinkSync(path))?.[1] ?? '';
  } catch {
    return '';
  }
}

function tcpInodes(): ReadonlySet<string> {
  const lines = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((path) => read(path).split('\n').slice(1));
  return new Set(lines.map((line) => line.trim().split(/\s+/)[9] ?? '').filter((inode) => inode > '0'));
}

/** Empty when it is not there: a process may end at any time. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function list(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
