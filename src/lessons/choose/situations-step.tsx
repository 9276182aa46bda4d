import { useState } from 'react';
import { Button } from '../../ui/Button';
import type { ControlsProps, Step } from '../define';
import type { LessonRun } from '../lesson-run';
import loads from '../parts/loads.module.css';
import { capitalised, inWords, milliseconds, outOf, Phrase } from '../prose';
import { useLesson } from '../use-lesson';
import styles from './choose.module.css';
import { useRealTime } from './delay';
import { missingTicker, OLDEST_MS, PRICES, TICKER_DELAY_MS } from './goals';
import { measureWay, microsOf } from './measure';
import type { Picks } from './situations';
import { SituationsFigure } from './situations-figure';
import { GAP_MS, runWay, WAY_NAMES, WAYS, type Way } from './ways';
import { WaysFigure } from './ways-figure';
import { FIVE } from './ways-step';

const ARGUE = 'argue';
/** So many of the applications are enough to see that none is best for all. */
const CHOSEN = 3;
const TICKER = 'ticker';
const SHAPE = { halves: [{ client: 0, server: PRICES }], gapMs: GAP_MS, silenceMs: 0 };

export const situationsStep: Step = {
  id: 'situations',
  title: 'Five applications',
  picture: 'figure',
  needs: FIVE,
  Figure(props: ControlsProps) {
    const { run } = useLesson();
    return props.task === TICKER ? (
      <WaysFigure traffic={run.tasks.traffic(TICKER)} />
    ) : (
      <SituationsFigure {...props} />
    );
  },
  Prose() {
    return (
      <p>
        No table chooses for you. Choose for three of the applications, or for all; then the figures of your
        own run appear beside every choice, with the arguments for and against yours. Change your mind as
        often as you like.
      </p>
    );
  },
  tasks: [
    {
      kind: 'experiment',
      id: ARGUE,
      title: 'Choose for three of them',
      until: (_, run) => picked(run) >= CHOSEN,
      waiting: (_, run) =>
        picked(run) === 0
          ? null
          : `${capitalised(outOf(picked(run), CHOSEN))} ${picked(run) === 1 ? 'is' : 'are'} chosen.`,
      See: SeeChoices,
    },
    {
      kind: 'challenge',
      id: TICKER,
      title: 'The ticker, on the wire',
      isOptional: true,
      goal: `Get ${PRICES} prices, none older than ${OLDEST_MS} ms when the server writes it, with one request and without an upgrade. The lab adds ${TICKER_DELAY_MS} ms each way.`,
      Controls,
      missing: (traffic, run) =>
        run.tasks.isBusy(TICKER) ? 'This try is still going on.' : missingTicker(traffic),
      hints: [
        'Without an upgrade, the connection stays HTTP from the first byte to the last.',
        'One request, one response. But the response need not come all at once.',
      ],
      See: SeeTicker,
      showMe: (lab, run) => runWay(lab, run, { way: 'events', delayMs: TICKER_DELAY_MS, shape: SHAPE }),
    },
  ],
  notes: {
    minutes: 9,
    say: 'Two groups argue about each application; a choice counts only with a figure. Fashion is not an argument.',
    ask: 'Which figure would have to change for you to change your choice?',
    answer:
      'Chat: Socket.IO, unless bytes are expensive. Ticker and notifications: server-sent events, unless the browser speaks often. Form: a POST (RFC 9110 §9.3.3). Game: WebSocket or Socket.IO with “volatile”; where late data is worthless, datagrams (WebRTC, or WebTransport, a W3C draft). Other answers are right by another measure.',
  },
};

const picked = (run: LessonRun) => Object.keys((run.tasks.witnessed(ARGUE) ?? {}) as Picks).length;

function SeeChoices() {
  const { run } = useLesson();
  const picks = Object.values((run.tasks.witnessed(ARGUE) ?? {}) as Picks);
  const kinds = new Set(picks).size;
  return (
    <p>
      {kinds === 1
        ? `You chose the same for all ${inWords(picks.length)}. Look for the figure that speaks against it most.`
        : `You used ${kinds === 2 ? 'two' : kinds === 3 ? 'three' : 'all four'} ways for ${inWords(picks.length)} applications.`}{' '}
      {run.tasks.traffic(FIVE).calls.length > 0
        ? 'The figures are of this machine and this delay: in your project, measure again where your users are.'
        : 'Do the first step again, and the figures of your own run appear beside them.'}
    </p>
  );
}

function SeeTicker() {
  const { run } = useLesson();
  const traffic = run.tasks.traffic(TICKER);
  const { latency, first } = measureWay(traffic);
  const slowest = latency.server?.p99;
  if (!slowest) return null;
  return (
    <p>
      <Phrase unit={first}>One request</Phrase>, and a response that went on until the page closed it: the
      stage marks it as cut off. The slowest price took{' '}
      <Phrase unit={slowest.unit}>{milliseconds(0, microsOf(slowest))}</Phrase>, of which the lab added{' '}
      {TICKER_DELAY_MS} ms.
    </p>
  );
}

function Controls({ task, isReady }: ControlsProps) {
  const { run } = useLesson();
  useRealTime(task);
  const [way, setWay] = useState<Way>('websocket');
  const begin = () => {
    void run.tasks.restart(task, (lab) => runWay(lab, run, { way, delayMs: TICKER_DELAY_MS, shape: SHAPE }));
  };
  return (
    <div className={styles.controls} data-next>
      <fieldset className={`${loads.ways} ${styles.ways}`}>
        <legend>Way to get the prices</legend>
        {WAYS.map((option) => (
          <label key={option}>
            <input type="radio" name={task} checked={option === way} onChange={() => setWay(option)} />
            {WAY_NAMES[option]}
          </label>
        ))}
      </fieldset>
      <div className={styles.actions}>
        <Button kind="primary" disabled={!isReady || run.tasks.isBusy(task)} onClick={begin}>
          Try it
        </Button>
      </div>
    </div>
  );
}
