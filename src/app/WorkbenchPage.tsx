import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { CodeDesk } from '../code/desk';
import { isShare } from '../code/share';
import { textStore } from '../code/texts';
import { useLabState } from '../lab/use-lab';
import { browserStore } from '../lessons';
import { forOthers } from '../ui/address';
import { useMedia } from '../ui/use-media';
import type { PageProps } from './App';
import { isInClass } from './class/in-class';
import { greeting } from './examples/greeting';
import type { FromStep } from './from-step/from-step';
import { useFromStep } from './from-step/use-from-step';
import { Instrument } from './Instrument';
import { useIsPresenting } from './present/use-presenting';
import { Workbench } from './Workbench';

const CodePanel = lazy(async () => ({ default: (await import('../code')).CodePanel }));

/** Beside code, both are open: what the programs send is the point. */
const BOTH = { ladder: true, inspector: true };
/** Projected on a low screen, programs need the height; those of a class are on the ladder. */
const NEITHER = {};

/** The free lab: no script, the same instrument; as it is, or as a step of a lesson needs it. */
export default function WorkbenchPage(props: PageProps) {
  const from = useFromStep();
  return from !== undefined && <FreeLab {...props} from={from} />;
}

function FreeLab({ lab, instrument, from }: PageProps & { readonly from: FromStep | null }) {
  const desk = useMemo(() => {
    const { texts, store } = from?.code ?? { texts: greeting, store: 'workbench' };
    return new CodeDesk(texts, textStore(store, browserStore()));
  }, [from]);
  useEffect(() => () => desk.dispose(), [desk]);
  const [hasCode, setHasCode] = useState(() => isShare(location.hash) || from?.setup.opens === 'code');
  const isLow = useMedia('(height < 800px)');
  const hasRoom = !(useIsPresenting() && isLow) || isInClass('');
  const isReady = useLabState(lab).kind === 'ready';
  return (
    <Instrument
      lab={lab}
      instrument={instrument}
      asideLabel="Free lab"
      picture={hasCode ? 'code' : null}
      opened={hasRoom ? BOTH : NEITHER}
      aside={
        <Workbench
          {...{ lab, desk, from, hasCode }}
          capture={instrument.capture}
          onCode={() => setHasCode(true)}
        />
      }
      code={
        hasCode && (
          <Suspense>
            <CodePanel
              desk={desk}
              capture={instrument.capture}
              playback={instrument.playback}
              pointing={instrument.pointing}
              isReady={isReady}
              address={() => forOthers(location.origin + location.pathname, lab.addresses?.shared)}
              perform={(work) => {
                instrument.playback.goLive();
                void work(lab);
              }}
            />
          </Suspense>
        )
      }
    />
  );
}
