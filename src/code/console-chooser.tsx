import { Button } from '../ui/Button';
import styles from './console-chooser.module.css';

interface Props {
  readonly clients: readonly number[];
  /** Its console is always there: it is below its code. */
  readonly shown: number;
  /** Whose consoles are there, too. */
  readonly beside: ReadonlySet<number>;
  readonly onChange: (beside: ReadonlySet<number>) => void;
}

/** Chooses which other clients' consoles are seen beside the shown client's. */
export function ConsoleChooser({ clients, shown, beside, onChange }: Props) {
  const others = clients.filter((client) => client !== shown);
  const isAll = others.every((client) => beside.has(client));
  const toggle = (client: number) => {
    const changed = new Set(beside);
    if (!changed.delete(client)) changed.add(client);
    onChange(changed);
  };
  return (
    <fieldset className={styles.chooser}>
      <legend>Also the console of</legend>
      {others.map((client) => (
        <Button
          key={client}
          kind="quiet"
          className={styles.choice}
          aria-label={`Client ${client}’s console`}
          aria-pressed={beside.has(client)}
          onClick={() => toggle(client)}
        >
          {client}
        </Button>
      ))}
      {others.length > 1 && (
        <Button
          kind="quiet"
          className={styles.choice}
          aria-label="All clients’ consoles"
          aria-pressed={isAll}
          onClick={() => onChange(new Set(isAll ? [] : clients))}
        >
          all
        </Button>
      )}
    </fieldset>
  );
}
