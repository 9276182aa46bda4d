import { memo } from 'react';
import type { Cable } from '../../timeline';
import { formatBytes } from '../format';
import { clientText, countsText, layerOfCable } from './cable-text';
import styles from './thin-cable.module.css';

interface Props {
  readonly cable: Cable;
  readonly isLost: boolean;
  /** Draws this one in full. */
  onOpen(connection: number): void;
}

/** A quiet open connection, as a line; pressing it draws it in full. */
export const ThinCable = memo(function ThinCable({ cable, isLost, onOpen }: Props) {
  const { connection, phase, capsules } = cable;
  const layer = layerOfCable(cable);
  return (
    <button
      type="button"
      className={styles.thin}
      data-layer={layer.id}
      data-lost={isLost || undefined}
      data-active={capsules.length > 0 || undefined}
      aria-label={`Connection from port ${connection.client.port}, ${layer.name}${countsText(cable).replace(' · ', ', ')}: show in full`}
      onClick={() => onOpen(connection.id)}
    >
      <span>
        <code>:{connection.client.port}</code> {clientText(cable, true)}
        {countsText(cable).slice(3) || 'nothing sent'}
      </span>
      <span className={styles.line} data-phase={phase} />
      <span className={styles.bytes}>
        {formatBytes(cable.bytes.client)} → {formatBytes(cable.bytes.server)} ←
      </span>
    </button>
  );
});
