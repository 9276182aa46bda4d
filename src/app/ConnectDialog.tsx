import { useState } from 'react';
import { addressesAt, type LabSession } from '../lab/session';
import { useLabState } from '../lab/use-lab';
import { forOthers, ROOT } from '../ui/address';
import { CopyButton } from '../ui/CopyButton';
import { Dialog } from '../ui/Dialog';
import { Tabs } from '../ui/Tabs';
import styles from './ConnectDialog.module.css';
import { commandsFor } from './connect-commands';

interface Props {
  readonly lab: LabSession;
  readonly onClose: () => void;
}

/** This lab's addresses, and commands for other programs to join it. */
export default function ConnectDialog({ lab, onClose }: Props) {
  useLabState(lab);
  const [client, setClient] = useState('wscat');
  const { addresses } = lab;
  if (addresses === null) {
    return (
      <Dialog title="Connect any client" onClose={onClose}>
        <p className={styles.text}>
          There is no lab at this moment. As soon as the server has given one, its addresses appear here.
        </p>
      </Dialog>
    );
  }
  const shown = addressesAt(forOthers(ROOT, addresses.shared), addresses.id);
  const commands = commandsFor(shown);
  const chosen = commands.find((command) => command.client === client) ?? commands[0]!;
  return (
    <Dialog title="Connect any client" onClose={onClose}>
      <p className={styles.text}>
        Whatever connects to your lab appears on the stage, byte for byte: another program, another machine,
        your own code. The addresses are yours alone, and as secret as you keep them.
      </p>
      <Tabs
        label="Clients"
        panels="client"
        tabs={commands.map((command) => ({ id: command.client, label: command.client }))}
        selected={chosen.client}
        onSelect={setClient}
      />
      <div
        id={`client-${chosen.client}`}
        role="tabpanel"
        aria-labelledby={`client-${chosen.client}-tab`}
        className={styles.command}
      >
        <pre className={styles.code}>
          <code>{chosen.command}</code>
        </pre>
        <p className={styles.note}>
          {chosen.note}
          <CopyButton key={chosen.client} text={chosen.command} what={`the command for ${chosen.client}`} />
        </p>
      </div>
      <h3 className={styles.heading}>Addresses</h3>
      <dl className={styles.addresses}>
        <Address name="WebSocket" url={shown.ws} />
        <Address name="HTTP" url={`${shown.http}/echo`} />
        <Address name="Socket.IO" url={shown.socketio} />
      </dl>
    </Dialog>
  );
}

function Address({ name, url }: { readonly name: string; readonly url: string }) {
  return (
    <div className={styles.address}>
      <dt>{name}</dt>
      <dd>
        <code>{url}</code>
      </dd>
      <dd>
        <CopyButton text={url} what={`the ${name} address`} />
      </dd>
    </div>
  );
}
