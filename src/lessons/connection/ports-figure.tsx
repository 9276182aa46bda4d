import type { CapturedConnection } from '../../capture/capture';
import styles from './ports-figure.module.css';

const HEIGHT = 420;

interface Props {
  /** The connections that are open now. */
  readonly connections: readonly CapturedConnection[];
}

/** Each connection as a line from its client's port to the server's: the four numbers that name it. */
export function PortsFigure({ connections }: Props) {
  if (connections.length === 0) {
    return (
      <p className={styles.empty} data-empty>
        The two ports of each open connection appear here.
      </p>
    );
  }
  const servers = [...new Set(connections.map(({ server }) => server.port))];
  const clientY = (index: number) => placeOf(index, connections.length);
  const serverY = (port: number) => placeOf(servers.indexOf(port), servers.length);
  const { client, server } = connections[0]!;
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.said}>
        {connections.length === 1 ? 'One connection' : `${connections.length} connections`}, open now, to{' '}
        {servers.length === 1 ? `one server port, ${servers[0]}` : `${servers.length} server ports`}
      </figcaption>
      <div className={styles.ends}>
        <p>
          <strong>client</strong> <code>{client.address}</code>
        </p>
        <p>
          <strong>server</strong> <code>{server.address}</code>
        </p>
      </div>
      <div className={styles.drawing}>
        <svg viewBox={`0 0 900 ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
          {connections.map(({ id, server: { port } }, index) => (
            <path
              key={id}
              d={`M 150 ${clientY(index)} C 420 ${clientY(index)} 480 ${serverY(port)} 750 ${serverY(port)}`}
            />
          ))}
        </svg>
        <ul aria-label="Client ports">
          {connections.map(({ id, client: { port } }, index) => (
            <li key={id} style={{ top: `${(clientY(index) / HEIGHT) * 100}%` }}>
              :{port}
            </li>
          ))}
        </ul>
        <ul aria-label="Server ports">
          {servers.map((port) => (
            <li key={port} style={{ top: `${(serverY(port) / HEIGHT) * 100}%` }}>
              :{port}
            </li>
          ))}
        </ul>
      </div>
    </figure>
  );
}

/** Evenly from top to bottom; one alone is in the middle. */
function placeOf(index: number, count: number): number {
  return (HEIGHT * (index + 0.5)) / count;
}
