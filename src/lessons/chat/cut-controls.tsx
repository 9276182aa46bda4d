import { useEffect, useRef, useState } from 'react';
import { Button } from '../../ui/Button';
import type { ControlsProps } from '../define';
import { useLesson } from '../use-lesson';
import { cutOff, isConnected, letBack, loseNextAnswer } from './cut';
import { OwnCode } from './own-code';

/** Cuts a page off, and lets it back. */
function CutOff({ task, page }: { readonly task: string; readonly page: number }) {
  const { run, lab } = useLesson();
  const [isOff, setOff] = useState(false);
  const isRefusing = useRef(false);
  useEffect(
    () => () => {
      if (isRefusing.current) void letBack(lab).catch(() => undefined);
    },
    [lab],
  );
  const cut = async () => {
    isRefusing.current = true;
    await run.tasks.act(task, (tracked) => cutOff(tracked, page));
    setOff(run.tasks.failure(task) === null);
  };
  const back = async () => {
    isRefusing.current = false;
    setOff(false);
    await run.tasks.act(task, letBack);
  };
  if (isOff) {
    return (
      <p data-next>
        Page {page} is away: the server refuses its attempts with 503.{' '}
        <Button onClick={() => void back()}>Let page {page} reconnect</Button>
      </p>
    );
  }
  return (
    <p data-next>
      <Button disabled={!isConnected(lab, page) || run.tasks.isBusy(task)} onClick={() => void cut()}>
        Cut page {page} off
      </Button>
    </p>
  );
}

/** Of the step with typing. */
export function CutTypist(props: ControlsProps) {
  return (
    <>
      <OwnCode {...props} />
      <CutOff task={props.task} page={1} />
    </>
  );
}

/** Of the first goal of the last step. */
export function CutListener(props: ControlsProps) {
  return (
    <>
      <OwnCode {...props} />
      <CutOff task={props.task} page={3} />
    </>
  );
}

/** Of its second goal. */
export function LoseAnswer(props: ControlsProps) {
  const { run, lab } = useLesson();
  const { task, isReady } = props;
  const [isArmed, setArmed] = useState(false);
  const lose = async () => {
    setArmed(true);
    await run.tasks.act(task, (tracked) => loseNextAnswer(tracked, 1));
    setArmed(false);
  };
  return (
    <>
      <OwnCode {...props} />
      {isArmed ? (
        <p data-next>
          The cable of page 1 is slow now. Say something in page 1: the cut comes while the answer is under
          way.
        </p>
      ) : (
        <p data-next>
          <Button
            disabled={!isReady || !isConnected(lab, 1) || run.tasks.isBusy(task)}
            onClick={() => void lose()}
          >
            Lose the next answer to page 1
          </Button>
        </p>
      )}
    </>
  );
}
