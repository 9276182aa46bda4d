import { useEffect, useRef, useState } from 'react';
import type { Attending } from '../../lab/class/attending';
import { placeOfStep } from '../../lessons/define';
import type { LessonRun } from '../../lessons/lesson-run';
import type { ClassPlace } from '../../protocol/messages/class';
import { lessonAbout } from '../course';
import { selectionOf, stepNow, type View } from '../links/Links';
import { bringIntoSight } from '../present/task-controls';
import { navigate, routeOf } from '../router';
import { isSameStep, pathOf, selectionLink } from './place';

/**
 * Leads a student's page to where its class is. Whoever goes elsewhere by themselves looks around from then on. The result tells
 * whether the class looks at something that this page's own wire has not carried yet.
 */
export function useFollowing(attending: Attending, path: string, view: View): boolean {
  const { steering, isFollowing } = attending;
  const place = steering?.mode === 'follow' && isFollowing ? steering.place : null;
  useLeading(attending, place, path, view);
  useGoingOn(place, view.run);
  return useSelecting(place, view);
}

/** The lesson and step that a page shows. */
export function hereOf(path: string, view: View): Pick<ClassPlace, 'lesson' | 'step'> | null {
  const route = routeOf(path);
  if (route.page === 'workbench') return { lesson: null, step: null };
  if (route.page !== 'lesson' || view.run?.lesson.id !== route.lesson) return null;
  return { lesson: route.lesson, step: stepNow(view) };
}

function useLeading(attending: Attending, place: ClassPlace | null, path: string, view: View): void {
  /** Where the class has led this page: only from there can it go elsewhere by itself. */
  const arrived = useRef<ClassPlace | null>(null);
  const { run } = view;
  const latest = useRef(view);
  latest.current = view;
  useEffect(() => {
    if (!place) {
      arrived.current = null;
      return;
    }
    const isTold = arrived.current === null || !isSameStep(arrived.current, place);
    const lead = () => {
      const here = hereOf(path, latest.current);
      if (here && isSameStep(here, place)) arrived.current = place;
      else if (arrived.current && isSameStep(arrived.current, place)) {
        // A lesson that is still loading has no step yet.
        if (here || path !== pathOf(place)) attending.lookAround();
      } else goTo(place, path, latest.current);
    };
    if (isTold) arrived.current = null;
    lead();
    return run?.subscribe(lead);
  }, [attending, place, path, run]);
}

function goTo(place: ClassPlace, path: string, { run }: View): void {
  const there = pathOf(place);
  if (place.lesson !== null && !lessonAbout(place.lesson)) return;
  if (path !== there) navigate(place.step === null ? there : `${there}?step=${place.step}`);
  else if (run && run.lesson.id === place.lesson) {
    const step = placeOfStep(run.lesson, place.step);
    if (step !== null && step !== run.progress.place) run.goTo(step);
  }
}

/** Goes on to the next task of a step with the class, unless this page still has something to do before it. */
function useGoingOn(place: ClassPlace | null, run: LessonRun | null): void {
  const [step, doing] = [place?.step, place?.doing];
  useEffect(() => {
    const here = run?.progress.step;
    const at = here?.tasks.findIndex(({ id }) => id === doing) ?? -1;
    if (!run || !here || here.id !== step || at < 1) return;
    const task = here.tasks[at]!;
    const before = here.tasks.filter(({ isOptional }, n) => n < at && !isOptional);
    if (!before.every(({ id }) => run.progress.ofTask(id).isDone)) return;
    if (task.isOptional) run.unfold(task.id);
    else run.leave(before.at(-1)!.id);
    // It is drawn before the next frame.
    const frame = requestAnimationFrame(() => bringIntoSight(task));
    return () => cancelAnimationFrame(frame);
  }, [run, step, doing]);
}

/** Selects what the class looks at, on this page's own traffic, once it is there. */
function useSelecting(place: ClassPlace | null, { instrument, run }: View): boolean {
  const { capture, playback, pointing } = instrument;
  const [isWaiting, setWaiting] = useState(false);
  const wanted = place?.unit ? JSON.stringify(selectionLink(place)) : null;
  useEffect(() => {
    setWaiting(false);
    if (wanted === null) return;
    const link = JSON.parse(wanted) as ReturnType<typeof selectionLink>;
    const view = { instrument: { capture, playback, pointing }, run };
    const before = pointing.selected;
    let isDone = false;
    const look = () => {
      if (isDone) return;
      // Whoever has chosen something else since then is left alone.
      const isOwnChoice = pointing.selected !== null && pointing.selected !== before;
      const selection = isOwnChoice ? null : selectionOf(view, link);
      if (selection) pointing.select(selection);
      isDone = isOwnChoice || selection !== null;
      setWaiting(!isDone);
    };
    look();
    const stops = [capture.subscribe(look), run?.subscribe(look)];
    return () => {
      for (const stop of stops) stop?.();
    };
  }, [wanted, capture, playback, pointing, run]);
  return isWaiting;
}
