import { hexOf } from '../protocol/text';

/** Longest text of an argument that is shown whole. */
const TEXT_LENGTH = 60;
const SHOWN_BYTES = 12;

/** An argument or result as code would write it, cut when long: `"Hello"`, `3 bytes: 01 02 ff`. */
export function detailOf(data: unknown): string {
  if (typeof data === 'string') {
    const cut = data.length > TEXT_LENGTH ? `${data.slice(0, TEXT_LENGTH)}…` : data;
    return JSON.stringify(cut);
  }
  if (data instanceof ArrayBuffer) return bytesDetail(new Uint8Array(data));
  if (data instanceof Uint8Array) return bytesDetail(data);
  return String(data);
}

/** The arguments of a fetch, as they are written: `"echo"`, `"echo", { method: "POST", body: "hi" }`. */
export function fetchDetail(path: string, { method, headers, body }: RequestInit = {}): string {
  const given = [
    ...(method ? [`method: ${JSON.stringify(method)}`] : []),
    ...(headers ? [`headers: { ${Object.entries(headers).map(fieldDetail).join(', ')} }`] : []),
    ...(body ? [`body: ${detailOf(body)}`] : []),
  ];
  return [detailOf(path), ...(given.length > 0 ? [`{ ${given.join(', ')} }`] : [])].join(', ');
}

const fieldDetail = ([name, value]: readonly [string, string]) =>
  `${/^\w+$/.test(name) ? name : JSON.stringify(name)}: ${detailOf(value)}`;

/** Code and reason of a close, as they were given: ``, `1000`, `1000, "bye"`. */
export function closeDetail(code?: number, reason?: string): string {
  if (code === undefined) return '';
  return reason ? `${code}, ${detailOf(reason)}` : String(code);
}

function bytesDetail(bytes: Uint8Array): string {
  const count = bytes.length === 1 ? '1 byte' : `${bytes.length} bytes`;
  return `${count}: ${hexOf(bytes, SHOWN_BYTES)}`;
}
