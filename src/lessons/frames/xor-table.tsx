import { hexByte } from '../../protocol/text';
import type { SeenFrame } from '../parts/frames';
import table from '../parts/table.module.css';
import { fieldOf, type Traffic } from '../traffic';
import { wirePayload } from './answers';

interface Props {
  readonly traffic: Traffic;
  readonly frame: SeenFrame;
}

/** A masked text payload, XORed byte by byte, from the frame's bytes. */
export function XorTable({ traffic, frame }: Props) {
  const field = fieldOf(traffic.capture, frame.unit, 'Masking-key');
  if (!field) return null;
  const key = traffic.capture.decoder.bytesOf(frame.unit, field);
  return (
    <table className={table.bytes}>
      <caption>The first frame, unmasked with its own key</caption>
      <thead>
        <tr>
          <th scope="col">on the wire</th>
          <th scope="col">key byte</th>
          <th scope="col">XOR</th>
          <th scope="col">text</th>
        </tr>
      </thead>
      <tbody>
        {xorSteps(wirePayload(traffic, frame), key).map(({ at, wire, mask, plain }) => (
          <tr key={at}>
            <td>{hexByte(wire)}</td>
            <td>{hexByte(mask)}</td>
            <td>{hexByte(plain)}</td>
            <td>{String.fromCharCode(plain)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Each byte of a payload with the byte of the key that masks it, and their XOR (RFC 6455 §5.3). */
export function xorSteps(payload: Uint8Array, key: Uint8Array) {
  return Array.from(payload, (wire, at) => ({ at, wire, mask: key[at % 4]!, plain: wire ^ key[at % 4]! }));
}
