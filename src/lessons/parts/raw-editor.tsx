import { LaterNote } from '../../ui/LaterNote';
import { createLater, useLater } from '../../ui/later';
import { useLesson } from '../use-lesson';
import type { RawTemplate } from './raw-form';

/** The editor itself: no lesson begins with it. */
export const rawForm = createLater(async () => (await import('./raw-form')).RawForm);

interface Props {
  /** The task that it acts for. */
  readonly task: string;
  readonly isReady: boolean;
  /** The initial text. */
  readonly template: string;
  /** Other templates to choose from. */
  readonly others?: readonly RawTemplate[];
}

/** Bytes written by hand in a lesson, sent as they are on a real connection of their own. */
export function RawEditor({ task, isReady, template, others = [] }: Props) {
  const { run } = useLesson();
  const state = useLater(rawForm);
  if (state.kind !== 'here') return <LaterNote what="the editor" later={rawForm} state={state} />;
  return (
    <state.part
      templates={[{ name: 'What is written here', text: template }, ...others]}
      isReady={isReady && !run.tasks.isBusy(task)}
      onSend={(wire) => void run.tasks.act(task, (lab) => lab.openRaw(wire))}
    />
  );
}
