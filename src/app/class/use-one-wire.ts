import { useEffect, useRef, useState } from 'react';
import type { Capture } from '../../capture/capture';
import { SERVER } from '../../capture/code-event';
import { useRevision } from '../../capture/use-capture';
import { eventsListenedTo } from '../../lab/class/listened';
import { openToClass } from '../../lab/class/one-wire';
import type { Teaching } from '../../lab/class/teaching';
import type { LabSession } from '../../lab/session';
import type { Playback, Speed } from '../../timeline';
import { useLeftDoor } from './use-left-door';

/** Whether the class is on the wire of this page's lab, and how it comes there. */
interface OneWire {
  /** A program runs that the class can join, or has joined. */
  readonly isOffered: boolean;
  readonly isOpen: boolean;
  readonly problem: string | null;
  toggle(): void;
}

function runOf({ programs }: Capture): readonly number[] {
  const run = programs.newest(SERVER);
  return run ? [run.run, run.started?.id ?? -1, run.ended?.id ?? -1] : [];
}

/** Opens the server program of the teacher's lab for the class, if it was started since `begunAt`, microseconds of the lab's clock. */
export function useOneWire(
  teaching: Teaching,
  lab: LabSession,
  playback: Playback,
  begunAt: number,
): OneWire {
  const { capture, addresses } = lab;
  // Whether a program runs, whatever it does.
  useRevision(capture, { of: () => runOf(capture) });
  const [opened, setOpened] = useState<{ readonly capture: object; readonly door: string } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const { steering, state, seal, removed } = teaching;
  const { wire } = steering;
  const run = capture.programs.newest(SERVER);
  // The program of another page may go on in the lab, and nobody sees it here.
  const isRunning = run?.ended === null && (run.started?.at ?? 0) >= begunAt;
  const speedBefore = useRef<Speed | null>(null);
  const left = useLeftDoor(opened?.door ?? null, speedBefore);
  const leftSpeed = useRef(left?.speed ?? null);
  const isOpen = wire !== null && opened?.capture === capture && opened.door === wire.door;
  const text = run?.started?.text ?? '';

  useEffect(() => {
    // Another lab, or the page was loaded again: the server that the class was told of is no more.
    const isGone = wire !== null && !isOpen && (wire.door === left?.door || wire.door === opened?.door);
    if (!isGone || state.kind !== 'here') return;
    teaching.share(null);
    // The address has told the new stage the speed of a room.
    leftSpeed.current ??= speedBefore.current;
  }, [teaching, wire, isOpen, left, opened, state.kind]);

  useEffect(() => {
    if (!isOpen || !wire) return;
    const events = eventsListenedTo(text);
    if (text !== '' && events.join('\n') !== wire.events.join('\n')) teaching.share({ ...wire, events });
  }, [teaching, isOpen, wire, text]);

  const isOver = state.kind === 'over';
  useEffect(() => {
    if (opened === null || opened.capture !== capture || !addresses) return;
    if (isOver || !isOpen) void openToClass(addresses, null).catch(() => undefined);
    else if (removed.length > 0) void openToClass(addresses, seal, removed).catch(() => undefined);
  }, [addresses, capture, opened, isOver, isOpen, seal, removed]);

  const isShown = isOpen && !isOver;
  useEffect(() => {
    if (!isShown) return;
    // After a reload, the stage has the speed of a room.
    const speed = leftSpeed.current ?? playback.state.speed;
    leftSpeed.current = null;
    speedBefore.current = speed;
    // A room sends more than can be explained one after the other.
    playback.setSpeed('real');
    playback.goLive();
    return () => {
      // Another speed was chosen meanwhile.
      if (playback.state.speed === 'real') playback.setSpeed(speed);
    };
  }, [isShown, playback]);

  const open = async () => {
    if (!addresses || seal === null) return;
    try {
      const door = await openToClass(addresses, seal, removed);
      if (door === null) return;
      setOpened({ capture, door });
      setProblem(null);
      teaching.share({ door, events: eventsListenedTo(text) });
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return {
    isOffered: (isRunning && seal !== null && addresses?.watched === undefined) || isOpen,
    isOpen,
    problem,
    toggle: () => (isOpen ? teaching.share(null) : void open()),
  };
}
