import { useState } from 'react';
import { Button } from '../../ui/Button';
import { SegmentedControl } from '../../ui/SegmentedControl';
import type { Act, ControlsProps, Step } from '../define';
import { measureNews, pollLong, pollShort, subscribe } from '../parts/news';
import { useLesson } from '../use-lesson';
import { missingFresh } from './goals';
import { Meter } from './meter';
import styles from './polling.module.css';

const FRESH = 'fresh';
const NEWS_EVERY_MS = 700;

type Way = 'short' | 'long' | 'events';

const ACTS: Readonly<Record<Way, Act>> = {
  short: async (lab) => {
    await lab.makeNews({ everyMs: NEWS_EVERY_MS, count: 2 });
    await pollShort(lab, 8, 200);
  },
  long: async (lab) => {
    await lab.makeNews({ everyMs: NEWS_EVERY_MS, count: 2 });
    await pollLong(lab, 1);
  },
  events: async (lab) => {
    subscribe(lab);
    await lab.makeNews({ everyMs: NEWS_EVERY_MS, count: 2 });
  },
};

export const challengeStep: Step = {
  id: 'challenge',
  title: 'Fresh news',
  picture: 'figure',
  Figure: Meter,
  Prose() {
    return (
      <p>
        There is news every {NEWS_EVERY_MS} ms on average. Choose how your page gets it. Each try starts from
        nothing: the page closes the EventSource of an earlier one, whose response is then marked as cut off.
        What counts is when the server wrote the news to your connection, and how many requests it took.
      </p>
    );
  },
  tasks: [
    {
      kind: 'challenge',
      id: FRESH,
      title: 'The goal',
      goal: 'Get a piece of news less than 100 ms after it happened, with at most two requests.',
      Controls,
      // Judged as a whole: the second of eight requests may be lucky.
      missing: (traffic, run) =>
        run.tasks.isBusy(FRESH) ? 'This try is still going on.' : missingFresh(traffic),
      hints: [
        'Short polling is late by half of its interval on average.',
        'Two of the three ways have a request at the server before there is news.',
      ],
      golf: {
        unit: 'requests',
        counts: 'requests of your try',
        least: 1,
        count: (traffic) => measureNews(traffic).requests,
      },
      showMe: ACTS.long,
    },
  ],
  notes: {
    minutes: 4,
    say: 'Let somebody insist on short polling: it often has fresh news, and the number of requests shows what that costs.',
    ask: 'Which of the three would survive a proxy that cuts every response after 30 s?',
    answer:
      'All of them, with care. Short polling has brief responses. Long polling must answer within the 30 s, with or without news. EventSource connects again by itself and, if the events had ids, names the last one that it received (Last-Event-ID); the server must then send what came after it.',
  },
};

function Controls({ task, isReady }: ControlsProps) {
  const { run } = useLesson();
  const [way, setWay] = useState<Way>('short');
  return (
    <div className={styles.form} data-next>
      <SegmentedControl
        label="How to get the news"
        value={way}
        onChange={setWay}
        options={[
          { value: 'short', label: 'Ask 8 times' },
          { value: 'long', label: 'Long poll' },
          { value: 'events', label: 'EventSource' },
        ]}
      />
      <Button
        kind="primary"
        disabled={!isReady || run.tasks.isBusy(task)}
        onClick={() => void run.tasks.restart(task, ACTS[way])}
      >
        Try it
      </Button>
    </div>
  );
}
