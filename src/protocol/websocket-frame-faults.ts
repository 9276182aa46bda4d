import type { Peer } from './layer-unit';
import type { UnitRecord } from './records';
import { checkClose } from './websocket-close';
import { headerSizeOf } from './websocket-frame-header';
import type { Lack } from './websocket-hints/unfinished';
import type { FindHint } from './websocket-hints-source';
import type { MessageReader } from './websocket-message';
import {
  addFault,
  afterClose,
  checkHeader,
  cutFrame,
  type FrameSetting,
  hasHint,
  isPlain,
  joinFaults,
  OPCODES,
  placeOfHint,
  removeFault,
  unread,
} from './websocket-rules';

/** The frames of one direction that break a rule: what is wrong with each, and what an endpoint would still read. */
export class FrameFaults {
  /** What the next frame must fit. */
  readonly setting: { -readonly [Key in keyof FrameSetting]: FrameSetting[Key] };
  /** The current frame’s header breaks a rule, or it comes after a Close frame. */
  isFaulty = false;
  /** Its payload is only shown: it belongs to no message, and answers nothing. */
  isPassedOver = false;
  /** An endpoint has failed the connection. */
  hasFailed = false;
  /** A Close frame has come. */
  isClosed = false;
  readonly #messages: MessageReader;
  readonly #findHint: FindHint;
  /** An endpoint fails the connection with the current frame. */
  #isFatal = false;
  #isHintDue = false;
  /** What the current frame lacks, as it was said. */
  #unfinished: string | null = null;

  constructor(sender: Peer, compresses: boolean, messages: MessageReader, findHint: FindHint) {
    this.setting = { sender, compresses, mayContinue: false, mayBegin: true };
    this.#messages = messages;
    this.#findHint = findHint;
  }

  /** Judges a frame by its header. False when its payload is not to be read. */
  accept(frame: UnitRecord, byte0: number, byte1: number, length: number): boolean {
    const opcode = byte0 & 15;
    const fault = checkHeader(byte0, byte1, length, this.setting);
    const faults = fault === null ? [] : [this.isClosed ? unread(fault) : fault];
    const isFatal = [fault, ...(fault?.others ?? [])].some((each) => each?.closeCode !== undefined);
    if (this.isClosed) faults.unshift(afterClose(OPCODES[opcode]!, this.setting.sender, fault === null));
    else this.#isFatal = isFatal;
    if (faults.length === 0) return true;
    addFault(frame, joinFaults(faults)!);
    this.isFaulty = true;
    this.#isHintDue = fault !== null;
    this.isPassedOver = !this.#isRead(byte0, byte1, length);
    if (this.isPassedOver && opcode < 3) this.#passOver(opcode, byte0 > 127);
    return !this.isPassedOver;
  }

  #isRead(byte0: number, byte1: number, length: number): boolean {
    const opcode = byte0 & 15;
    if (opcode > 7) return opcode < 11 && length <= 125 && (byte0 & 0xf0) === 0x80;
    // Only the form of the length is wrong, which some endpoints take.
    return !this.isClosed && length <= Number.MAX_SAFE_INTEGER && isPlain(byte0, byte1, this.setting);
  }

  /** What a data frame that is not read does to the message that is being read: its successors are judged as if it had come. */
  #passOver(opcode: number, isFinal: boolean): void {
    const { setting } = this;
    if (opcode === 0) {
      if (!setting.mayContinue) return;
      this.#messages.abandon();
      if (!isFinal) return;
      setting.mayContinue = false;
      setting.mayBegin = true;
    } else if (isFinal) setting.mayBegin = true;
    else {
      this.#messages.abandon();
      setting.mayContinue = true;
      setting.mayBegin = false;
    }
  }

  /** A frame with faults has ended. Whether its payload was read all the same. */
  end(frame: UnitRecord): boolean {
    const wasRead = !this.isPassedOver;
    this.giveHint(frame);
    if (this.#isFatal) this.hasFailed = true;
    this.isFaulty = false;
    this.isPassedOver = false;
    this.#isFatal = false;
    return wasRead;
  }

  /** A Close frame has ended; `payload` is unmasked, and only lent. */
  close(frame: UnitRecord, payload: Uint8Array): void {
    const found = checkClose(payload, frame.end - frame.start - payload.length, frame.sender);
    for (const { fault, hint } of found) {
      addFault(frame, this.isClosed ? unread(fault) : fault);
      if (fault.closeCode !== undefined && !this.isClosed) this.hasFailed = true;
      if (hint !== null) this.#findHint(frame, frame.fault!.others?.length ?? 0, hint);
    }
    this.isClosed = true;
  }

  /** A likely cause, as far as it shows in the frame’s first `HINT_BYTES` bytes: so it is the same for any split. */
  giveHint(frame: UnitRecord): void {
    if (!this.#isHintDue) return;
    this.#isHintDue = false;
    const before = frame.stream.wireUnits.at(-2);
    this.#findHint(frame, placeOfHint(frame.fault!), ({ frameHint }) => frameHint(frame, before));
  }

  /** Nothing has come for a while inside this frame. */
  wait(frame: UnitRecord, lack: Lack): void {
    // Its receiver has failed the connection by now, and does not wait.
    if (this.hasFailed || this.#isFatal || this.isPassedOver || !Number.isFinite(lack.of)) {
      this.giveHint(frame);
      return;
    }
    this.#findHint(frame, 0, ({ unfinished }) => {
      const fault = unfinished(frame, lack);
      this.#unfinished = fault.message;
      addFault(frame, fault);
      // It has a hint of its own.
      return null;
    });
  }

  /** A pong that answers no ping, although some wait. */
  noteOtherData(frame: UnitRecord): void {
    this.#findHint(frame, 0, ({ OTHER_DATA }) => {
      addFault(frame, OTHER_DATA);
      return null;
    });
  }

  /** More of this frame has come, or its direction has ended. */
  goOn(frame: UnitRecord): void {
    if (this.#unfinished === null) return;
    removeFault(frame, this.#unfinished);
    this.#unfinished = null;
  }

  /** The direction ended inside this frame’s header, of which `count` bytes came. */
  cutHeader(frame: UnitRecord, header: Uint8Array, count: number): void {
    const [byte0, byte1] = header as Uint8Array & readonly [number, number];
    if (count > 1) {
      const fault = checkHeader(byte0, byte1, null, this.setting);
      if (fault !== null) addFault(frame, fault);
      this.#isHintDue = fault !== null;
    }
    addFault(frame, cutFrame(count, headerSizeOf(header, count), 'header', count));
    this.#hintAtCut(frame);
  }

  /** The direction ended inside this frame’s payload, after `taken` bytes of it. */
  cutPayload(frame: UnitRecord, taken: number, length: number): void {
    if (Number.isFinite(length)) {
      addFault(frame, cutFrame(taken, length, 'payload', frame.end - frame.start));
    }
    this.#hintAtCut(frame);
  }

  #hintAtCut(frame: UnitRecord): void {
    this.giveHint(frame);
    this.#findHint(frame, placeOfHint(frame.fault!), ({ cutHint }) =>
      hasHint(frame.fault!) ? null : cutHint(frame),
    );
  }
}
