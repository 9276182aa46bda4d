import * as v from 'valibot';

// What is read of an HTTP archive (HAR 1.2), and of what browsers add for WebSockets. Everything else is passed over.

const fields = v.optional(v.array(v.object({ name: v.string(), value: v.string() })), []);
const body = v.nullish(v.object({ text: v.nullish(v.string()), encoding: v.nullish(v.string()) }));

/** A message of a WebSocket. Chromium and HTTP Toolkit say `send` and `receive`, and give seconds since the Unix epoch. */
const message = v.object({
  type: v.string(),
  time: v.optional(v.nullable(v.union([v.number(), v.string()]))),
  opcode: v.optional(v.pipe(v.union([v.number(), v.string()]), v.transform(Number), v.finite()), 1),
  data: v.optional(v.nullable(v.string()), ''),
});

const entry = v.object({
  startedDateTime: v.optional(v.string(), ''),
  /** Milliseconds. */
  time: v.optional(v.nullable(v.number()), 0),
  serverIPAddress: v.optional(v.string()),
  request: v.object({ method: v.string(), url: v.string(), headers: fields, postData: body }),
  response: v.object({
    status: v.number(),
    statusText: v.optional(v.string(), ''),
    headers: fields,
    content: body,
  }),
  _webSocketMessages: v.nullish(v.array(message)),
  /** HTTP Toolkit: how the WebSocket was closed; `aborted` when it was cut. */
  _webSocketClose: v.optional(v.unknown()),
});

/** A close with its code, as HTTP Toolkit records it. */
export const closeSchema = v.object({ code: v.number(), reason: v.nullish(v.string()) });

/** An HTTP archive; entries that are not as they should be are judged one by one. */
export const harSchema = v.object({ log: v.object({ entries: v.array(v.unknown()) }) });
export const entrySchema = entry;
export type HarEntry = v.InferOutput<typeof entry>;
export type HarMessage = v.InferOutput<typeof message>;
