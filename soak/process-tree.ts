import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** What a process and all its descendants hold, according to the system. */
export interface Holdings {
  /** Their resident memory, all together. */
  readonly residentBytes: number;
  readonly threads: number;
  /** Number of processes, the first included. */
  readonly processes: number;
  /** Number of TCP sockets, listening ones included. */
  readonly sockets: number;
}

/** Whether this system describes processes in files, as Linux does. Otherwise memory and sockets cannot be judged. */
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

/** Resident memory alone, which is cheap enough to read many times a second. */
export function residentBytesOf(pid: number): number {
  return treeOf(pid).reduce((all, one) => all + statusOf(one).residentBytes, 0);
}

/** Processor time that the process has used without its children, in seconds. */
export function processorSecondsOf(pid: number): number {
  const fields = read(`/proc/${pid}/stat`).split(') ')[1]?.split(' ') ?? [];
  // proc(5): utime and stime are fields 14 and 15, in ticks of 1/100 s; field 2 may hold spaces.
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

/** Empty when the file is gone: a process may end at any time. */
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
