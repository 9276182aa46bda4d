import type { Decoder } from '../protocol/decoder';
import { layerOf } from '../protocol/layers';
import type { Unit } from '../protocol/unit';
import { sidIn } from './session';

/** What the causes of a unit are found with. */
interface Traffic {
  readonly decoder: Decoder;
  /** The session that this unit belongs to; null for none. */
  sessionOf(unit: Unit): string | null;
  /** Whether bytes were typed by hand on this connection: whoever does so need not wait for anything. */
  isByHand(connection: number): boolean;
}

/**
 * Finds what must have reached a side before it sent a unit: the question before its answer; the response, the switch of
 * protocol or the opening of a session before the next unit of that connection; and whatever a session waits for.
 */
export class Causes {
  readonly #traffic: Traffic;
  /** By connection: what the client waited for before its next unit. */
  readonly #gates = new Map<number, Unit>();
  /** By connection: the server's latest unit. */
  readonly #latest = new Map<number, Unit>();
  /** By connection: the server's unit for which the client will fail it (RFC 6455 §7.1.7). */
  readonly #broken = new Map<number, Unit>();
  /** By session: the unit that opened it. */
  readonly #openers = new Map<string, Unit>();
  /** By session and kind of request: the latest response. */
  readonly #responses = new Map<string, Unit>();
  /** By session and channel: the reply that opened it, until the client has used it. */
  readonly #channels = new Map<string, Unit>();

  constructor(traffic: Traffic) {
    this.#traffic = traffic;
  }

  /** The causes of a complete unit. Asked once for every unit, in the order in which they are completed. */
  of(unit: Unit): readonly Unit[] {
    return unit.sender === 'client' ? this.#ofClient(unit) : this.#ofServer(unit);
  }

  #ofServer(unit: Unit): readonly Unit[] {
    const { decoder } = this.#traffic;
    if (unit.inside === null) this.#latest.set(unit.connection, unit);
    if (unit.fault?.closeCode !== undefined) this.#broken.set(unit.connection, unit);
    const question = decoder.partnerOf(unit);
    const { wire, session } = layerOf(unit.layer);
    if (wire === 'turns') {
      this.#gates.set(unit.connection, unit);
      const line = question && this.#lineOf(question);
      if (line) this.#responses.set(line, unit);
    }
    const opened = session?.inUnit(unit) ?? null;
    if (opened !== null) {
      this.#openers.set(opened, unit);
      this.#gates.set(unit.connection, unit);
    }
    const channel = this.#channelOf(unit);
    if (channel?.isOpener) this.#channels.set(channel.key, unit);
    return question !== null && question.sender === 'client' ? [question] : [];
  }

  #ofClient(unit: Unit): readonly Unit[] {
    const { decoder } = this.#traffic;
    const causes: (Unit | null | undefined)[] = [];
    const question = decoder.partnerOf(unit);
    if (question?.sender === 'server' && question.id < unit.id) causes.push(question);
    if (unit.kind === 'close') causes.push(this.#broken.get(unit.connection));
    if (layerOf(unit.layer).replies?.includes(unit.kind)) causes.push(this.#latest.get(unit.connection));
    if (unit.inside === null && unit.kind !== 'read' && !this.#traffic.isByHand(unit.connection)) {
      causes.push(this.#gates.get(unit.connection));
      const sid = unit.kind === 'request' ? sidIn(decoder, unit) : null;
      if (sid !== null) causes.push(this.#openers.get(sid), this.#responses.get(this.#lineOf(unit) ?? ''));
    }
    const channel = this.#channels.size > 0 ? this.#channelOf(unit) : null;
    if (channel !== null && !channel.isOpener) {
      causes.push(this.#channels.get(channel.key));
      this.#channels.delete(channel.key);
    }
    return causes.filter((cause) => cause !== null && cause !== undefined);
  }

  /** A client has one request of each method under way in a session, besides an upgrade; null for others. */
  #lineOf(request: Unit): string | null {
    const { decoder } = this.#traffic;
    const head = request.kind === 'request' ? decoder.headOf(request) : null;
    if (head === null || head.headers.some(({ name }) => name.toLowerCase() === 'upgrade')) return null;
    const sid = sidIn(decoder, request);
    return sid === null ? null : `${sid} ${head.method}`;
  }

  /** The part of a session that a unit belongs to. */
  #channelOf(unit: Unit): { readonly key: string; readonly isOpener: boolean } | null {
    const { channel } = layerOf(unit.layer);
    if (!channel || unit.kind === 'undecoded') return null;
    const { decoder, sessionOf } = this.#traffic;
    const name = decoder.fieldsOf(unit).find(({ term }) => term === channel.term)?.value ?? '';
    return { key: `${sessionOf(unit)} ${name}`, isOpener: unit.kind === channel.opener };
  }
}
