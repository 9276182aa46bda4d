import { format } from '../library/inspect';
import { lineHere } from './line-here';
import type { Report } from './report';

const LEVELS = { log: 'log', info: 'log', debug: 'log', warn: 'warn', error: 'error' } as const;

/** Has what the page prints appear in the lab's console, too, in the same words as a program's. */
export function followConsole(report: Report): void {
  for (const name of Object.keys(LEVELS) as (keyof typeof LEVELS)[]) {
    const print = console[name].bind(console);
    console[name] = (...values: unknown[]) => {
      print(...values);
      // What nobody reads is not put into words.
      if (report.hasRoom()) report.say(LEVELS[name], format(...values), lineHere());
    };
  }
}
