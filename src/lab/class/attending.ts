import type {
  ClassGuest,
  ClassRefusal,
  ClassSaid,
  ClassSteering,
  StagePiece,
} from '../../protocol/messages/class';
import { readClassCode } from '../../protocol/messages/class-code';
import { type ClassLine, type OpenLine, openLine } from './class-line';
import type { ClassState } from './class-state';
import { withDone } from './done';
import { type Former, keepFormer, readFormer } from './former';
import { type ClassStore, keep, readKept } from './kept';
import { newSecret } from './secret';
import { Told } from './store';

/** How a student comes to a class; without a code, by what the tab has kept. */
interface Settings {
  /** The address of the server's first page, without a slash at its end. */
  readonly root: string;
  readonly store: ClassStore | null;
  /** What all tabs of the browser keep. */
  readonly browser?: ClassStore | null;
  readonly code?: string;
  readonly nickname?: string;
  readonly open?: OpenLine;
}

/** Changes are gathered for so long before the class hears of them. */
const GATHER_MS = 250;
const AGAIN_MS = 3000;

/** A class, at a student's page. It holds what it has said, and says all of it again whenever the server may have forgotten. */
export class Attending extends Told {
  readonly role = 'student';
  state: ClassState = { kind: 'opening' };
  code: string;
  /** What the teacher has told the class; null before the first time. */
  steering: ClassSteering | null = null;
  /** False while the teacher's page has not come back after a restart of the server. */
  hasTeacher = true;
  /** Whether this page goes where the teacher goes. */
  isFollowing = true;
  said: ClassSaid;
  /** Whether the teacher looks at this page's stage, and how often it was asked for. */
  isLookedAt = false;
  looks = 0;
  readonly #store: ClassStore | null;
  readonly #browser: ClassStore | null;
  #key: string;
  /** Who this browser was before, until the class has taken this page for that member or for a new one. */
  #former: Former | null;
  #seal: string | null = null;
  #line: ClassLine | null = null;
  #unsaid: ClassSaid = {};
  #timer: ReturnType<typeof setTimeout> | undefined;
  #again: ReturnType<typeof setTimeout> | undefined;

  constructor({ root, store, browser = null, code, nickname, open = openLine }: Settings) {
    super();
    this.#store = store;
    this.#browser = browser;
    const kept = readKept(store);
    const back = code === undefined && kept?.role === 'student' ? kept : null;
    this.code = code ?? back?.code ?? '';
    this.#key = back?.key ?? newSecret();
    this.#former = back ? null : readFormer(browser, readClassCode(this.code) ?? '');
    this.#seal = back?.seal ?? null;
    this.said = { nickname: nickname ?? back?.nickname ?? '', isFollowing: true, ...back?.done };
    const events = {
      onConnected: () => void this.#join(),
      onBroken: () => {
        this.isLookedAt = false;
        if (this.state.kind === 'here') this.#become({ kind: 'away' });
      },
      class: (steering: ClassSteering) => this.#told(steering),
      out: (why: string) => this.#finish(why),
      look: (isOn: boolean) => this.#lookedAt(isOn),
    };
    void open(root, events).then((line) => {
      if (this.state.kind === 'over') line.close();
      this.#line = line;
    });
  }

  /** Says what has changed; what has not is left out. */
  say(said: ClassSaid): void {
    const changes = Object.entries(said).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(this.said[name as keyof ClassSaid]),
    );
    if (changes.length === 0) return;
    const change: ClassSaid = Object.fromEntries(changes);
    this.said = { ...this.said, ...change };
    this.#unsaid = { ...this.#unsaid, ...change };
    if (change.votes || change.goals) this.#keep();
    this.#timer ??= setTimeout(() => this.#send(), GATHER_MS);
  }

  /** Goes where the teacher is, and on from there. */
  follow(): void {
    this.#setFollowing(true);
  }

  /** Stays where it is, while the teacher goes on. */
  lookAround(): void {
    this.#setFollowing(false);
  }

  /** Asks for an address of the teacher's server: it is this member's alone, and opens one session. */
  async askForWire(): Promise<ClassGuest | ClassRefusal> {
    const away: ClassRefusal = {
      kind: 'refused',
      why: 'The class is out of reach at the moment.',
      isFinal: false,
    };
    return (await this.#line?.ask('guest', {}).catch(() => away)) ?? away;
  }

  /** Shows a piece of this page's stage to the teacher. False when it was not taken. */
  async show(piece: StagePiece): Promise<boolean> {
    if (!this.isLookedAt) return false;
    const answer = await this.#line?.ask('show', { piece }).catch(() => null);
    return answer?.kind === 'done';
  }

  /** The teacher may look no more. */
  stopShowing(): void {
    this.isLookedAt = false;
    this.#line?.ask('show', { piece: null }).catch(() => undefined);
    this.changed();
  }

  /** Leaves the class. */
  leave(): void {
    this.#finish(null);
  }

  #setFollowing(isFollowing: boolean): void {
    if (this.isFollowing === isFollowing) return;
    this.isFollowing = isFollowing;
    this.say({ isFollowing });
    this.changed();
  }

  #lookedAt(isOn: boolean): void {
    this.isLookedAt = isOn;
    if (isOn) this.looks += 1;
    this.changed();
  }

  #told(steering: ClassSteering): void {
    const before = this.steering;
    this.hasTeacher = true;
    // An answer that was given before the news that overtook it.
    if (before && steering.version < before.version) return;
    this.steering = steering;
    const isCalled = before !== null && steering.calls > before.calls;
    if (isCalled) this.#setFollowing(true);
    this.changed();
  }

  #send(): void {
    this.#timer = undefined;
    const unsaid = this.#unsaid;
    // Everything is said with the next `join`.
    if (this.state.kind !== 'here') return;
    this.#unsaid = {};
    this.#line?.ask('say', unsaid).then(
      (answer) => {
        if (answer.kind === 'refused') this.#later(unsaid);
      },
      () => this.#later(unsaid),
    );
  }

  /** It has not been heard: it is said again, unless something newer is. */
  #later(unsaid: ClassSaid): void {
    this.#unsaid = { ...unsaid, ...this.#unsaid };
    this.#timer ??= setTimeout(() => this.#send(), AGAIN_MS);
  }

  async #join(): Promise<void> {
    clearTimeout(this.#again);
    const { said } = this;
    const former = this.#former;
    const whose = { key: this.#key, ...(former && { former: former.key }) };
    const answer = await this.#line
      ?.ask('join', { code: this.code, ...whose, seal: this.#seal, said })
      .catch(() => null);
    if (!answer || this.state.kind === 'over') return;
    if (answer.kind === 'refused') {
      if (answer.isFinal) this.#finish(answer.why);
      else {
        this.#become({ kind: 'refused', why: answer.why });
        this.#again = setTimeout(() => this.state.kind === 'refused' && void this.#join(), AGAIN_MS);
      }
      return;
    }
    this.code = answer.code;
    this.#seal = answer.seal;
    this.#unsaid = {};
    this.#former = null;
    if (former && answer.isFormer) {
      this.#key = former.key;
      this.said = { ...this.said, ...withDone(former.done, this.said) };
    }
    const hasNews = this.said !== said;
    this.said = { ...this.said, nickname: answer.nickname };
    this.#keep();
    if (answer.steering) this.#told(answer.steering);
    else this.hasTeacher = false;
    this.#become({ kind: 'here' });
    if (hasNews) this.#line?.ask('say', this.said).catch(() => undefined);
  }

  #keep(): void {
    if (this.#seal === null || this.state.kind === 'over') return;
    const { nickname = '', votes, goals } = this.said;
    const done = { votes, goals };
    keep(this.#store, { role: 'student', code: this.code, key: this.#key, seal: this.#seal, nickname, done });
    keepFormer(this.#browser, this.code, { key: this.#key, done });
  }

  #finish(why: string | null): void {
    keep(this.#store, null);
    // Whoever leaves by themselves may join again as before.
    if (why !== null) keepFormer(this.#browser, this.code, null);
    clearTimeout(this.#timer);
    this.#line?.close();
    this.#become({ kind: 'over', why });
  }

  #become(state: ClassState): void {
    this.state = state;
    this.changed();
  }
}
