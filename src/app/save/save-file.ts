import type { Capture, CaptureSource } from '../../capture/capture';
import { recordsOfCapture } from '../../capture/files/save/capture-records';
import { PcapngWriter } from '../../capture/files/save/pcapng-writer';
import { RecordEvents } from '../../capture/files/save/record-events';
import { encodeWire101, type Wire101Header } from '../../capture/files/save/wire101-file';

/** A browser has begun to save by then. */
const KEPT_MS = 60_000;

const SOURCES: Readonly<Record<CaptureSource['kind'], Wire101Header['source']>> = {
  lab: 'lab',
  watched: 'watched',
  file: 'packets',
};

/** Has the browser save a capture. `epochMs` is the Unix time of its 0. What the tap has blanked stays blanked. */
export function saveFile(capture: Capture, epochMs: number, format: 'pcapng' | 'wire101'): void {
  const bytes = format === 'pcapng' ? pcapngOf(capture, epochMs) : [wire101Of(capture, epochMs)];
  const url = URL.createObjectURL(new Blob(bytes, { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `wire101-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.${format}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}

function wire101Of(capture: Capture, epochMs: number): Uint8Array<ArrayBuffer> {
  const { source } = capture;
  const server = source.kind === 'watched' ? { server: source.server } : {};
  const header: Wire101Header = { version: 1, source: SOURCES[source.kind], ...server, epochMs };
  return new Uint8Array(encodeWire101(header, recordsOfCapture(capture)));
}

function pcapngOf(capture: Capture, epochMs: number): Uint8Array<ArrayBuffer>[] {
  const writer = new PcapngWriter();
  const parts = [new Uint8Array(writer.head())];
  const events = new RecordEvents((event) => parts.push(new Uint8Array(writer.packets(event))));
  for (const record of recordsOfCapture(capture)) events.take(record, epochMs * 1000);
  return parts;
}
