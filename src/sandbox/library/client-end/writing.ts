import { core } from '../inside';
import { addParts } from '../parts';

/** Where packets go that connections are told to send: each is put into a report. */
export interface Writing {
  readonly add: (engine: number, data: unknown, compress: boolean) => void;
}

/** The report of what is sent, as the host reads it. */
export interface Sending {
  engine?: number;
  text?: string;
  first?: number;
  parts?: number;
  compress?: boolean;
}

const isBytes = (data: unknown): data is ArrayBuffer | ArrayBufferView =>
  data instanceof ArrayBuffer || ArrayBuffer.isView(data);

/** Adds the bytes of an attachment. False when they do not follow those before. */
export function addBytes(sending: Sending, data: unknown): boolean {
  if (!isBytes(data)) return true;
  const { first } = addParts([data]);
  if (sending.first === undefined) Object.assign(sending, { first, parts: 1 });
  else if (sending.first + (sending.parts ?? 0) === first) sending.parts = (sending.parts ?? 0) + 1;
  else return false;
  return true;
}

/** What belongs to no event: the library's own packets, and what a program sends on a connection itself. */
const RAW: Writing = {
  add(engine, data, compress) {
    const sending: Sending = { engine, compress };
    if (typeof data === 'string') sending.text = data;
    else addBytes(sending, data);
    core.tell({ op: 'send', ...sending });
  },
};

let writing = RAW;
export const writingNow = (): Writing => writing;

/** What connections are told to send meanwhile belongs together. */
export function writingFor(now: Writing | null, work: () => void): void {
  const before = writing;
  writing = now ?? RAW;
  try {
    work();
  } finally {
    writing = before;
  }
}
