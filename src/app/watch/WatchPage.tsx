import { useEffect } from 'react';
import { useLabState } from '../../lab/use-lab';
import type { PageProps } from '../App';
import { Instrument } from '../Instrument';
import { WatchPanel } from './WatchPanel';

const BOTH = { ladder: true, inspector: true };

/** The whole stage for the traffic of a server of one's own, which passes through a relay. */
export default function WatchPage({ lab, instrument }: PageProps) {
  useLabState(lab);
  const { playback } = instrument;
  // An app in use does not wait for explanations.
  useEffect(() => playback.setSpeed('real'), [playback]);
  return (
    <Instrument
      lab={lab}
      instrument={instrument}
      asideLabel="Watched server"
      opened={BOTH}
      aside={<WatchPanel lab={lab} {...instrument} />}
    />
  );
}
