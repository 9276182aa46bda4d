import type { CloseFrame, SocketEnding } from '../parts/endings';
import table from '../parts/table.module.css';
import { Phrase } from '../prose';
import styles from './closing.module.css';

/** Ended sockets, the newest first: what their Close frames said on the wire, beside what the page was told. */
export function EndingTable({ endings }: { readonly endings: readonly SocketEnding[] }) {
  if (endings.length === 0) return null;
  return (
    <table className={`${table.table} ${styles.endings}`}>
      <thead>
        <tr>
          <th scope="col">port</th>
          <th scope="col">Close frames on the wire</th>
          <th scope="col">onclose said</th>
        </tr>
      </thead>
      <tbody>
        {endings.toReversed().map(({ connection, frames, told }) => (
          <tr key={connection.id}>
            <th scope="row">{connection.client.port}</th>
            <td>
              {frames.length === 0
                ? 'none'
                : frames.map((frame) => (
                    <span key={frame.unit.id}>
                      <Phrase unit={frame.unit}>
                        {frame.sender === 'client' ? '→' : '←'} {codeText(frame)}
                      </Phrase>{' '}
                    </span>
                  ))}
            </td>
            <td>{told ? `${told.closeCode}${told.reason && ` “${told.reason}”`}` : 'nothing yet'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const codeText = ({ closeCode }: CloseFrame) => (closeCode === null ? 'no code' : String(closeCode));
