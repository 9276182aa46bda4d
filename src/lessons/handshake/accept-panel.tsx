import { type AcceptSteps, acceptSteps } from '../../protocol/handshake';
import { hexOf } from '../../protocol/text';
import { Phrase } from '../prose';
import { type Answered, header } from '../traffic';
import styles from './handshake.module.css';

/** The accept value computed from a request's own key, step by step, and compared with the server's. */
export function AcceptPanel({ exchange }: { readonly exchange: Answered }) {
  const { asked, answered, request, response } = exchange;
  const steps = acceptSteps(header(asked, 'Sec-WebSocket-Key') ?? '');
  const sent = header(answered, 'Sec-WebSocket-Accept') ?? '';
  return (
    <figure className={styles.accept} aria-label="The accept value, computed">
      <dl className={styles.lines}>
        <div>
          <dt>key, {steps.key.length} bytes</dt>
          <dd>
            <Phrase unit={request} field="Sec-WebSocket-Key">
              {steps.key}
            </Phrase>
          </dd>
        </div>
        <div>
          <dt>+ identifier (RFC 6455 §1.3)</dt>
          <dd>{steps.guid}</dd>
        </div>
        <div>
          <dt>
            SHA-1 → {steps.digest.length} bytes, base64 → {steps.accept.length} characters
          </dt>
          <dd>
            <Digest steps={steps} />
          </dd>
        </div>
        <div>
          <dt>on the wire, from the server</dt>
          <dd>
            <Phrase unit={response} field="Sec-WebSocket-Accept">
              {sent}
            </Phrase>
          </dd>
        </div>
      </dl>
      <Comparison computed={steps.accept} sent={sent} />
    </figure>
  );
}

/** Three bytes of the hash over the four characters that they become. */
export function Digest({ steps, before }: { readonly steps: AcceptSteps; readonly before?: string }) {
  return (
    <ol className={styles.digest} aria-label="Each three bytes become four characters">
      {groupsOf(steps).map(({ at, hex, text }) => (
        <li key={at}>
          <span className={styles.hex}>{hex}</span>
          <span>
            {[...text].map((character, index) => (
              <span
                // biome-ignore lint/suspicious/noArrayIndexKey: a character's index is its key.
                key={index}
                data-changed={before !== undefined && before[(at / 3) * 4 + index] !== character}
                className={styles.character}
              >
                {character}
              </span>
            ))}
          </span>
        </li>
      ))}
    </ol>
  );
}

/** The hash in groups of three bytes (the last of two), each with its base64. */
export function groupsOf({ digest, accept }: AcceptSteps) {
  const groups: { at: number; hex: string; text: string }[] = [];
  for (let at = 0; at < digest.length; at += 3) {
    groups.push({
      at,
      hex: hexOf(digest.subarray(at, at + 3)),
      text: accept.slice((at / 3) * 4, (at / 3) * 4 + 4),
    });
  }
  return groups;
}

function Comparison({ computed, sent }: { readonly computed: string; readonly sent: string }) {
  const same = [...computed].filter((character, index) => character === sent[index]).length;
  if (computed === sent) {
    return (
      <figcaption className={styles.same}>
        The same, byte for byte: {same} of {computed.length}.
      </figcaption>
    );
  }
  return (
    <figcaption className={styles.different}>
      They differ: {same} of {computed.length} bytes are the same. A browser must fail this connection (RFC
      6455 §4.1).
    </figcaption>
  );
}
