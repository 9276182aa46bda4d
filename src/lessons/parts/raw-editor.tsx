import { LaterNote } from '../../ui/LaterNote';
import { createLater, useLater } from '../../ui/later';
import { useLesson } from '../use-lesson';
import type { RawTemplate } from './raw-form';

/** The editor itself: no lesson begins with it. */
export const rawForm = createLater(async () => (await import('./raw-form')).RawForm);

interface Props {
  /** The task whose doing it is. */
  readonly task: string;
  readonly isReady: boolean;
  /** What it begins with. */
  readonly template: string;
  /** Others that one may begin with, too. */
  readonly others?: readonly RawTemplate[];
}

/** Bytes written by hand in a lesson, sent as they are on a real connection of their own. */
export function RawEditor({ task, isReady, template, others = [] }: Props) {
  const { run } = useLesson();
  const state = useLater(rawForm);
  if (state.kind !== 'here') return <LaterNote what="the editor" later={rawForm} state={state} />;
  return (
    <state.part
      templates={[{ name: 'What stands here', text: template }, ...others]}
      isReady={isReady && !run.tasks.isBusy(task)}
      onSend={(wire) => void run.tasks.act(task, (lab) => lab.openRaw(wire))}
    />
  );
}
