import { isSame, type Texts } from '../../code/texts';
import { Button } from '../../ui/Button';
import type { Recap } from '../define';
import { useLesson } from '../use-lesson';
import { missingOnce } from './away-goals';
import { Lost, ONCE, safeStep } from './safe-step';
import { isActing } from './texts/annotated';
import { safeTexts } from './texts/safe';

export const recap: Recap = {
  inOneSentence:
    'The server knows who speaks and who hears; what may be lost is volatile, and what must not be lost has an id, a number and an answer, and is sent again until the answer comes.',
  commonMistake: {
    mistake: 'emit returned, so it was delivered.',
    Evidence() {
      const { run } = useLesson();
      const traffic = run.tasks.traffic(ONCE);
      const isSeen = run.tasks.isMet(ONCE) && missingOnce(traffic) === null;
      return (
        <>
          {isSeen ? (
            <Lost traffic={traffic} />
          ) : (
            <p>Lose an answer in the last step, and the message that is sent again appears here.</p>
          )}
          <p>
            Three things this chat still lacks. <em>Storage</em>: a restart of the server forgets all
            messages, and a page that is reloaded forgets what it had not sent. <em>Authentication</em>:
            whoever says “Ada” is Ada. <em>More than one server</em>: a room is in the memory of one process,
            and an adapter is what carries an emit to the others.
          </p>
          <p>
            <Button onClick={() => void download(run.desks.textsOf(safeStep))}>Download as a project</Button>
          </p>
        </>
      );
    },
  },
};

/** What the student has written in the last step; without that, the same as we wrote it. */
async function download(texts: Texts | null): Promise<void> {
  const { downloadProject } = await import('../../code/project/download');
  const isOwn = texts !== null && !isActing(texts) && !isSame(texts, safeTexts.begun);
  downloadProject(isOwn ? texts : safeTexts.finished);
}
