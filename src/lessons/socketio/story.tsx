import { carrierOf, enginePackets, textOf } from '../parts/socket-io';
import table from '../parts/table.module.css';
import { milliseconds, Phrase } from '../prose';
import type { Traffic } from '../traffic';

/** As many as tell the story. */
const SHOWN = 14;
const MAX_CHARACTERS = 34;

/** The Engine.IO packets of a session in their order, each with the connection and the way it came. */
export function SessionStory({ traffic }: { readonly traffic: Traffic }) {
  const packets = enginePackets(traffic);
  const first = packets[0];
  if (!first) return null;
  const { decoder } = traffic.capture;
  return (
    <table className={table.table}>
      <caption>The packets of this session, as they passed the server</caption>
      <thead>
        <tr>
          <th scope="col">after</th>
          <th scope="col">port</th>
          <th scope="col">in</th>
          <th scope="col">packet</th>
        </tr>
      </thead>
      <tbody>
        {packets.slice(0, SHOWN).map((packet) => {
          const carrier = carrierOf(packet);
          const request = carrier.kind === 'response' ? decoder.partnerOf(carrier) : carrier;
          const method = request ? decoder.headOf(request)?.method : undefined;
          const text = textOf(traffic, packet);
          return (
            <tr key={packet.id}>
              <td>{milliseconds(first.at, packet.at)}</td>
              <td>:{traffic.capture.connection(packet.connection)?.client.port}</td>
              <td>
                {carrier.layer === 'http'
                  ? `${method} ${carrier.kind === 'response' ? 'answer' : 'body'}`
                  : 'frame'}
              </td>
              <td>
                {packet.sender === 'client' ? '→ ' : '← '}
                <Phrase unit={packet}>
                  {text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text}
                </Phrase>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
