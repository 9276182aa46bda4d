import { ConnectionJudge } from '../../capture/files/decode/judge';
import type { FileEvent } from '../../capture/files/event';
import { createFileReader, isGzip } from '../../capture/files/read-file';
import type { FromImport, ToImport } from './import-messages';

/** A batch is handed over when it has so many bytes or events: the page decodes it in one go. */
const BATCH_BYTES = 192 * 1024;
const BATCH_EVENTS = 400;
/** Batches that the page has not taken yet. While there are more, the file is not read on. */
const MAX_WAITING = 3;

let waiting = 0;
let onTaken: (() => void) | null = null;

addEventListener('message', ({ data }: MessageEvent<ToImport>) => {
  if ('taken' in data) {
    waiting--;
    onTaken?.();
  } else void read(data.file);
});

async function read(file: Blob): Promise<void> {
  let events: FileEvent[] = [];
  let bytes = 0;
  let readBytes = 0;
  const hand = (isOver: boolean, failure: string | null) => {
    const batch: FromImport = { events, readBytes, isOver, failure };
    waiting++;
    postMessage(batch);
    events = [];
    bytes = 0;
  };
  const judge = new ConnectionJudge((event) => {
    events.push(event);
    if (event.kind === 'chunk') bytes += event.bytes.length;
    if (bytes >= BATCH_BYTES || events.length >= BATCH_EVENTS) hand(false, null);
  });
  const reader = createFileReader((event) => judge.take(event));
  let failure: string | null = null;
  try {
    const counted = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(piece, controller) {
        readBytes += piece.length;
        controller.enqueue(piece);
      },
    });
    const raw = file.stream().pipeThrough(counted);
    const first = new Uint8Array(await file.slice(0, 2).arrayBuffer());
    const pieces = (isGzip(first) ? raw.pipeThrough(new DecompressionStream('gzip')) : raw).getReader();
    for (;;) {
      const { done, value } = await pieces.read();
      if (done) break;
      reader.push(value);
      while (waiting > MAX_WAITING)
        await new Promise<void>((resolve) => {
          onTaken = resolve;
        });
    }
    reader.end();
  } catch (error) {
    failure = `The file could not be read to its end: ${error instanceof Error ? error.message : String(error)}`;
  }
  judge.end();
  hand(true, failure);
}
