import { useLesson } from '../use-lesson';
import { RawForm, type RawTemplate } from './raw-form';

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
  return (
    <RawForm
      templates={[{ name: 'What stands here', text: template }, ...others]}
      isReady={isReady && !run.tasks.isBusy(task)}
      onSend={(wire) => void run.tasks.act(task, (lab) => lab.openRaw(wire))}
    />
  );
}
