import type { LabSession } from '../../lab/session';
import type { Act } from '../define';
import type { LessonRun } from '../lesson-run';
import { runBoth } from '../parts/programs';
import { keepOwn } from './own-code';
import { acting, type StepTexts } from './texts/annotated';

/** Has page 1 to 3 enter under a name of its own, each in this room. */
const entering = (rooms: readonly string[]) => `const page = Number(window.name.at(-1));
who.value = ['Ada', 'Grace', 'Edsger'][page - 1];
room.value = ${JSON.stringify(rooms)}[page - 1];
`;

/** Says a text as a person would. */
const SAYING = `function type(what) {
  text.value = what;
  say.requestSubmit();
}
`;

/** Each page says hello when it has connected. */
export const SAY_HELLO = `${SAYING}socket.on('connect', () => type('Hello'));
`;

/** The last page says the markup, and something else. */
export const sayMarkup = (markup: string) => `${SAYING}socket.on('connect', () => {
  if (window.name.at(-1) !== '3') return;
  setTimeout(type, 1000, ${JSON.stringify(markup).replaceAll('</', '<\\/')});
  setTimeout(type, 2000, 'Good morning');
});
`;

/** Each page enters under a name, and says hello. */
export const ENTER_AND_SAY = `${SAYING}who.value = ['Ada', 'Grace', 'Edsger'][window.name.at(-1) - 1];
enter.requestSubmit();
socket.once('connect', () => type('Hello'));
`;

/** All enter, each in its room; page 1 says so many things, one after the other. */
export const enterAndTell = (
  rooms: readonly string[],
  times: number,
  everyMs: number,
) => `${SAYING}${entering(rooms)}enter.requestSubmit();
let said = 0;
if (page === 1) setInterval(() => said < ${times} && type('This is number ' + ++said), ${everyMs});
`;

/** All enter; page 1 types, and sends nothing. */
export const ENTER_AND_TYPE = `${entering(['tea', 'tea', 'tea'])}enter.requestSubmit();
if (page === 1) setInterval(() => {
  text.value = (text.value + 'a').slice(-20);
  text.dispatchEvent(new Event('input'));
}, 300);
`;

/** Two enter and page 1 tells two things; the third enters after that. */
export const ENTER_LATE = `${SAYING}${entering(['tea', 'tea', 'tea'])}setTimeout(() => enter.requestSubmit(), page === 3 ? 4000 : 0);
if (page === 1) setTimeout(type, 1500, 'Is anybody here?');
if (page === 1) setTimeout(type, 2500, 'I have brought cake.');
`;

/** Runs the finished code, with pages that act by themselves, and then what else is to happen. The student's own code is kept. */
export function show(
  texts: StepTexts,
  script: string,
  then?: (lab: LabSession, run: LessonRun) => Promise<void>,
): Act {
  return async (lab, run) => {
    const { current } = run.desks;
    if (!current) return;
    keepOwn(current);
    current.set(acting(texts, script));
    await runBoth(lab, run);
    await then?.(lab, run);
  };
}
