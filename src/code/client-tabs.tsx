import { Button } from '../ui/Button';
import { SegmentedControl } from '../ui/SegmentedControl';
import styles from './code-panel.module.css';
import { type CodeDesk, MAX_CLIENTS } from './desk';

interface Props {
  readonly desk: CodeDesk;
  readonly shown: number;
  readonly onShow: (client: number) => void;
}

/** Shows, adds and removes clients. */
export function ClientTabs({ desk, shown, onShow }: Props) {
  const { clients } = desk.texts;
  const add = () => {
    desk.addClient();
    onShow(clients.length + 1);
  };
  return (
    <span className={styles.clients}>
      {clients.length > 1 ? (
        <SegmentedControl
          label="Which client"
          value={String(shown)}
          onChange={(value) => onShow(Number(value))}
          options={clients.map((_, at) => ({
            value: `${at + 1}`,
            label: at === 0 ? 'Client 1' : `${at + 1}`,
            colour: `var(--client-${at + 1})`,
          }))}
        />
      ) : (
        <h3 className={styles.name}>Client</h3>
      )}
      {clients.length < MAX_CLIENTS && (
        <Button kind="quiet" aria-label="Add a client" onClick={add}>
          +
        </Button>
      )}
      {clients.length > 1 && (
        <Button
          kind="quiet"
          aria-label={`Remove client ${clients.length}`}
          onClick={() => desk.removeClient()}
        >
          −
        </Button>
      )}
    </span>
  );
}
