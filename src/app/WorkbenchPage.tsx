import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { CodeDesk } from '../code/desk';
import { isShare } from '../code/share';
import { textStore } from '../code/texts';
import { useLabState } from '../lab/use-lab';
import { forOthers } from '../ui/address';
import type { PageProps } from './App';
import { greeting } from './examples/greeting';
import { Instrument } from './Instrument';
import { Workbench } from './Workbench';

const CodePanel = lazy(async () => ({ default: (await import('../code')).CodePanel }));

/** Beside code, both are open: what the programs send is the point. */
const BOTH = { ladder: true, inspector: true };

/** The free lab: no script, the same instrument. */
export default function WorkbenchPage({ lab, instrument }: PageProps) {
  const desk = useMemo(() => new CodeDesk(greeting, textStore('workbench', localStorage)), []);
  useEffect(() => () => desk.dispose(), [desk]);
  const [hasCode, setHasCode] = useState(() => isShare(location.hash));
  const isReady = useLabState(lab).kind === 'ready';
  return (
    <Instrument
      lab={lab}
      instrument={instrument}
      asideLabel="Free lab"
      picture={hasCode ? 'code' : null}
      opened={BOTH}
      aside={<Workbench {...{ lab, desk }} capture={instrument.capture} onCode={() => setHasCode(true)} />}
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
