import * as v from 'valibot';
import { type Bounds, range } from './members';

const MAX_MS = 60_000;
const MIN_TIMEOUT_MS = 100;

/** The options of `new Server()` that a lab's server takes. Durations are milliseconds. */
export function programOptions(limits: Bounds<'shortestHeartbeatMs' | 'messageBytes' | 'longestRecoveryMs'>) {
  const { shortestHeartbeatMs, messageBytes, longestRecoveryMs } = limits;
  return v.object({
    pingInterval: duration('pingInterval', shortestHeartbeatMs),
    pingTimeout: duration('pingTimeout', shortestHeartbeatMs),
    upgradeTimeout: duration('upgradeTimeout', MIN_TIMEOUT_MS),
    connectTimeout: duration('connectTimeout', MIN_TIMEOUT_MS),
    maxHttpBufferSize: atMost(messageBytes, 'maxHttpBufferSize is a number of bytes.'),
    transports: v.message(
      v.pipe(v.array(v.picklist(['polling', 'websocket'])), v.minLength(1)),
      'transports is a list of "polling" and "websocket" here.',
    ),
    allowUpgrades: v.boolean('allowUpgrades is true or false here.'),
    perMessageDeflate: v.boolean('perMessageDeflate is true or false here.'),
    connectionStateRecovery: recovery(longestRecoveryMs),
  });
}

/** Options that a lab's server takes, as they were read. */
export type ProgramOptions = Readonly<Partial<v.InferOutput<ReturnType<typeof programOptions>>>>;

function duration(name: string, least: number) {
  return v.message(
    range(least, MAX_MS),
    `${name} is a whole number of milliseconds from ${least} to ${MAX_MS} here.`,
  );
}

/** More than `most` counts as `most`. */
function atMost(most: number, sentence: string) {
  const positive = v.pipe(v.number(), v.integer(), v.minValue(1), v.toMaxValue(most));
  return v.message(positive, sentence);
}

/** `false` turns it off; any other non-object takes the defaults, as in Socket.IO. */
function recovery(longestMs: number) {
  const off = v.pipe(
    v.literal(false),
    v.transform(() => undefined),
  );
  const on = v.object({
    maxDisconnectionDuration: v.optional(
      atMost(
        longestMs,
        'maxDisconnectionDuration, in connectionStateRecovery, is a whole number of milliseconds.',
      ),
      longestMs,
    ),
    skipMiddlewares: v.pipe(
      v.optional(v.unknown(), true),
      v.transform((given) => given === true),
    ),
  });
  const settings = v.pipe(
    v.unknown(),
    v.transform((given) => (typeof given === 'object' && given !== null ? given : {})),
    on,
  );
  return v.lazy((given) => (given === false ? off : settings));
}
