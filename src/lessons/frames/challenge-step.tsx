import type { Challenge, ControlsProps, Step } from '../define';
import { FrameControls } from '../parts/frame-controls';
import { closedByServer } from '../parts/frames';
import { sendPreset } from '../parts/send-preset';
import { pointAt } from '../traffic';
import { bytesOfLong, bytesToClose, longFrame, missingClose, missingLong } from './answers';

export const challengeStep: Step = {
  id: 'challenge',
  title: 'Now without help',
  picture: 'figure',
  isTall: true,
  Figure: BareBuilder,
  Prose() {
    return (
      <p>
        Two goals, each with frames of your own. To fail a connection is to end it because of an error, with a
        Close frame where possible (RFC 6455 §7.1.7).
      </p>
    );
  },
  tasks: [
    {
      kind: 'challenge',
      id: 'sixteen-bits',
      title: 'First goal',
      goal: 'Send a frame whose length takes 16 bits even in the shortest form, and have the server answer it.',
      missing: missingLong,
      focus: (traffic) => {
        const frame = longFrame(traffic);
        return frame && pointAt(traffic.capture, frame.unit, 'Extended payload length');
      },
      hints: ['The 7 bits hold lengths up to 125.', '“Size” makes a payload of as many letters as you like.'],
      golf: { unit: 'bytes', counts: 'bytes of the frame', least: 134, count: bytesOfLong },
      showMe: (lab) => sendPreset(lab, 'Length 126'),
    },
    failing('protocol-error', 'Second goal', 1002, 'Reserved opcode', [
      '1002 is a protocol error: the header of the frame says something that it must not say.',
      'Flip any bit that must be 0, or one that must be 1.',
    ]),
    {
      ...failing('not-utf-8', 'Third goal', 1007, 'Text that is not UTF-8', [
        '1007: the header is valid, but the payload is not of the type that it announces.',
        'Which bytes never occur in UTF-8? ff is one. Write the payload in hex.',
      ]),
      isOptional: true,
    },
  ],
  notes: {
    minutes: 6,
    say: 'Everybody works alone. The record for 1002 is two bytes: why does the server need no more than that?',
    ask: 'Who found a 1007 without a text frame?',
    answer: 'A Close frame whose reason is not valid UTF-8 (RFC 6455 §5.5.1 and §8.1).',
  },
};

function failing(
  id: string,
  title: string,
  code: number,
  shown: string,
  hints: readonly string[],
): Challenge {
  return {
    kind: 'challenge',
    id,
    title,
    goal: `Make the server fail the connection with ${code}.`,
    missing: (traffic) => missingClose(traffic, code),
    focus: (traffic) => {
      const failed = closedByServer(traffic).find((connection) => connection.code === code);
      const sent = failed?.sent.at(-1);
      return sent ? pointAt(traffic.capture, sent.unit) : null;
    },
    hints,
    golf: {
      unit: 'bytes',
      counts: 'bytes of your frames',
      least: code === 1002 ? 2 : 7,
      count: (traffic) => bytesToClose(traffic, code),
    },
    showMe: (lab) => sendPreset(lab, shown),
  };
}

function BareBuilder(props: ControlsProps) {
  return <FrameControls key={props.task} {...props} isBare />;
}
