import type { PageProps } from './App';
import { Instrument } from './Instrument';
import { Workbench } from './Workbench';

/** The free lab: no script, the same instrument. */
export default function WorkbenchPage({ lab, instrument }: PageProps) {
  return (
    <Instrument
      lab={lab}
      instrument={instrument}
      asideLabel="Free lab"
      aside={<Workbench lab={lab} capture={instrument.capture} />}
    />
  );
}
