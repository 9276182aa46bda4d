import * as v from 'valibot';
import { type Bounds, connectionNumber, flag, objectSentence, wholeNumber } from './members';

const CONNECTION =
  'connection is the number of an open connection of this lab, "next" for all that are opened from now on, or "all" for these and those that are open.';

/** The settings of an impairment. Every number is whole; 0 means none. */
export function impairmentEntries(limits: ImpairmentBounds) {
  return {
    /** Delay of every byte, in each direction. A new connection also pays its round trip. */
    delayMs: wholeNumber('delayMs', 0, limits.delayMs),
    /** Random extra delay, from 0 to this, for each read and write; the order stays. */
    jitterMs: wholeNumber('jitterMs', 0, limits.jitterMs),
    /** How many bytes a second pass, in each direction. */
    bytesPerSecond: wholeNumber('bytesPerSecond', 0, limits.bytesPerSecond),
    /** The server's longest read. */
    readBytes: wholeNumber('readBytes', 0, limits.readBytes),
    /** Bytes within this time after a first byte are one read of the server. */
    gatherMs: wholeNumber('gatherMs', 0, limits.gatherMs),
    /** `stall`: nothing passes until it is lifted, then everything. `black hole`: everything is swallowed in both directions, even ends. */
    cut: v.picklist(['none', 'stall', 'black hole'], 'cut is "none", "stall" or "black hole".'),
  };
}

type ImpairmentBounds = Bounds<'delayMs' | 'jitterMs' | 'bytesPerSecond' | 'readBytes' | 'gatherMs'>;
type ImpairmentEntries = ReturnType<typeof impairmentEntries>;

/** What a lab does on purpose to its own traffic on a connection. */
export type Impairment = Readonly<v.InferOutput<v.ObjectSchema<ImpairmentEntries, undefined>>>;

/**
 * `PUT impairment`: what a lab must change, and on which connections: one by its number, all that are opened from now
 * on (`next`), or these and all open ones (`all`). Settings that are not named stay as they are.
 */
export function impairmentOrder(limits: ImpairmentBounds) {
  const settings = impairmentEntries(limits);
  const entries = {
    connection: v.union([v.picklist(['next', 'all']), connectionNumber(CONNECTION)], CONNECTION),
    delayMs: v.exactOptional(settings.delayMs),
    jitterMs: v.exactOptional(settings.jitterMs),
    bytesPerSecond: v.exactOptional(settings.bytesPerSecond),
    readBytes: v.exactOptional(settings.readBytes),
    gatherMs: v.exactOptional(settings.gatherMs),
    cut: v.exactOptional(settings.cut),
    /** An upgrade is answered with 503; the connection stays HTTP until it ends. For the lab, not for a connection. */
    refusesUpgrades: v.exactOptional(flag('refusesUpgrades')),
  };
  const numbers = Object.keys(settings).filter((name) => name !== 'cut');
  const unknown = (name: string) =>
    `There is no setting "${name}"; there are connection, ${numbers.join(', ')}, cut and refusesUpgrades.`;
  return v.pipe(
    v.strictObject(entries, objectSentence(entries, '{"connection": "next", "delayMs": 80}', unknown)),
    v.check(
      (order) => Object.keys(order).length > 1,
      `Name what to change on that connection: ${numbers.join(', ')}, cut or refusesUpgrades.`,
    ),
    v.check(
      ({ connection, refusesUpgrades }) => refusesUpgrades === undefined || typeof connection === 'string',
      'refusesUpgrades is about the lab: set it with "connection": "next".',
    ),
    v.check(
      ({ connection, cut }) => cut === undefined || connection !== 'next',
      'Only a connection that is open can be cut: name it, or "all".',
    ),
  );
}

/** An order to impair, as it was read. */
export type ImpairmentOrder = Readonly<v.InferOutput<ReturnType<typeof impairmentOrder>>>;

/** What such an order changes. */
export type ImpairmentChange = Omit<ImpairmentOrder, 'connection'>;
