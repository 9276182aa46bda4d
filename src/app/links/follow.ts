import { nameOfUnit } from '../../inspector';
import { hasTask, placeOfStep } from '../../lessons/define';
import type { Selection, Speed } from '../../timeline';
import { type Link, readLink, shortened, writeLink } from './link';
import { fieldNamed } from './slug';
import { linkTo, selectionOf, stepNow, type View } from './view';

/** The address bar, as far as links need it. */
export interface AddressBar {
  readonly search: string;
  replace(search: string): void;
  push(search: string): void;
}

export interface LinkState {
  /** A link whose unit is not on this page's wire yet. */
  readonly waiting: Link | null;
  /** What of the opened link cannot be, in plain sentences. */
  readonly problems: readonly string[];
  /** The unit that was waited for and has come, as people call it. */
  readonly found: string | null;
}

const CALM: LinkState = { waiting: null, problems: [], found: null };
/** The address follows what is looked at, not every unit that one steps through. */
const SETTLED_MS = 200;

/** Keeps address and view the same, both ways: a link is opened, and waits for its unit; what is looked at becomes a link. */
export class LinkFollower {
  state: LinkState = CALM;
  readonly #view: View;
  readonly #bar: AddressBar;
  readonly #listeners = new Set<() => void>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What the link itself has selected: everything else is the student's choice. */
  #selectedByLink: Selection | null = null;
  /** Both stores tell of much more than links speak of. */
  readonly #seen: { selected: Selection | null; speed: Speed };

  constructor(view: View, bar: AddressBar) {
    this.#view = view;
    this.#bar = bar;
    const { pointing, playback } = view.instrument;
    this.#seen = { selected: pointing.selected, speed: playback.state.speed };
  }

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  /**
   * Opens the link in the address, then follows; until the result is called. The run has begun at the link's step, and whoever
   * has gone on since then stays where they are: this may have been fetched later than the lesson.
   */
  start(): () => void {
    this.#open(false);
    const { instrument, run } = this.#view;
    const stops = [
      instrument.capture.subscribe(() => this.#look()),
      instrument.pointing.subscribe(() => this.#choose()),
      instrument.playback.subscribe(() => this.#speed()),
      run?.subscribe(() => this.#step()),
    ];
    return () => {
      clearTimeout(this.#timer);
      for (const stop of stops) stop?.();
    };
  }

  /** Opens what the address asks for now. */
  open(): void {
    this.#open(true);
  }

  #open(isMove: boolean): void {
    const { link, problems } = readLink(this.#bar.search);
    const { run, instrument } = this.#view;
    const wrong = [...problems];
    const step = run && link.step !== null ? placeOfStep(run.lesson, link.step) : null;
    if (run && link.step !== null && step === null) {
      wrong.push(`This lesson has no step “${shortened(link.step)}”.`);
    }
    const isTaskKnown = link.task === null || (run !== null && hasTask(run.lesson, link.task));
    if (!isTaskKnown) wrong.push(`Nothing here is called “${shortened(link.task ?? '')}”.`);
    if (isMove && run && step !== null && step !== run.progress.place) run.goTo(step);
    if (link.speed) instrument.playback.setSpeed(link.speed);
    const waiting = link.unit === null || !isTaskKnown ? null : link;
    this.#change({ waiting, problems: wrong, found: null });
    this.#look();
    this.write();
  }

  /** Waits no longer, and says no more of it. */
  dismiss(): void {
    this.#change(CALM);
    this.write();
  }

  /** The address of what is on the page now. */
  get search(): string {
    const { waiting } = this.state;
    const now = linkTo(this.#view);
    if (!waiting || this.#view.instrument.pointing.selected) return writeLink(now);
    const { task, unit, connection, field, bytes } = waiting;
    return writeLink({ ...now, task, unit, connection, field, bytes });
  }

  /** Puts it into the address bar: a new step is one more to go back from. */
  write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { search } = this;
    if (search === this.#bar.search) return;
    const [was, is] = [readLink(this.#bar.search).link.step, readLink(search).link.step];
    if (was !== null && is !== was && isStepOf(this.#view, was)) this.#bar.push(search);
    else this.#bar.replace(search);
  }

  /** Whether what is waited for has come. */
  #look(): void {
    const { waiting } = this.state;
    if (!waiting) return;
    const selection = selectionOf(this.#view, waiting);
    if (!selection) return;
    this.#selectedByLink = selection;
    this.#view.instrument.pointing.select(selection);
    this.#selectedByLink = this.#view.instrument.pointing.selected;
    const isWhole = selection.range !== null || (waiting.field === null && waiting.bytes === null);
    if (!isWhole && selection.unit.partial) return;
    const title = nameOfUnit(this.#view.instrument.capture, selection.unit);
    const name = title.charAt(0).toLowerCase() + title.slice(1);
    const lacks = isWhole ? [] : [`Here, ${name} has no ${this.#missing(waiting, selection)}.`];
    this.#change({ waiting: null, problems: [...this.state.problems, ...lacks], found: name });
    this.#soon();
  }

  #missing({ field, bytes }: Link, { unit }: Selection): string {
    const { decoder } = this.#view.instrument.capture;
    if (field !== null && !fieldNamed(decoder.fieldsOf(unit), field)) return `field “${shortened(field)}”`;
    return `bytes ${bytes?.start} to ${bytes?.end}`;
  }

  /** Whoever chooses something else waits no longer. */
  #choose(): void {
    const { selected } = this.#view.instrument.pointing;
    if (selected === this.#seen.selected) return;
    this.#seen.selected = selected;
    const isLinks = selected === this.#selectedByLink;
    if (this.state.waiting && selected && !isLinks) this.#change(CALM);
    else if (this.state.found !== null && !isLinks) this.#change({ ...this.state, found: null });
    this.#soon();
  }

  #speed(): void {
    const { speed } = this.#view.instrument.playback.state;
    if (speed === this.#seen.speed) return;
    this.#seen.speed = speed;
    this.#soon();
  }

  #step(): void {
    const step = readLink(this.#bar.search).link.step;
    if (stepNow(this.#view) !== step) this.write();
    else this.#look();
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => this.write(), SETTLED_MS);
  }

  #change(state: LinkState): void {
    this.state = state;
    for (const listener of [...this.#listeners]) listener();
  }
}

function isStepOf({ run }: View, step: string): boolean {
  return run !== null && placeOfStep(run.lesson, step) !== null;
}
