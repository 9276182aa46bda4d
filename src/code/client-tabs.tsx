import { isPage } from '../sandbox/page/is-page';
import { Button } from '../ui/Button';
import { SegmentedControl } from '../ui/SegmentedControl';
import styles from './code-panel.module.css';
import type { CodeDesk } from './desk';
import { MAX_CLIENTS, nameOfText } from './texts';

interface Props {
  readonly desk: CodeDesk;
  readonly shown: number;
  readonly onShow: (client: number) => void;
}

/** Shows, adds and removes clients. */
export function ClientTabs({ desk, shown, onShow }: Props) {
  const { clients, isShared } = desk.texts;
  const add = () => {
    desk.addClient();
    onShow(clients.length + 1);
  };
  return (
    <span className={styles.clients}>
      {clients.length > 1 && !isShared ? (
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
        <h3 className={styles.name}>{clients.length > 1 ? nameOfText(desk.texts, shown) : 'Client'}</h3>
      )}
      <span className={styles.kind}>{isPage(clients[shown - 1] ?? '') ? 'page' : 'program'}</span>
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
