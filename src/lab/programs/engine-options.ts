import type { SocketOptions } from 'engine.io-client';

/** Of the options that a program reports, those that its connection gets. A report may be forged, so all else is dropped. */
export function readEngineOptions(json: unknown): Partial<SocketOptions> {
  const given = objectIn(parsed(json));
  const options: Record<string, unknown> = { transports: namesIn(given.transports) };
  for (const name of SWITCHES) if (typeof given[name] === 'boolean') options[name] = given[name];
  for (const name of ['timestampParam', 'path'])
    if (typeof given[name] === 'string') options[name] = given[name];
  for (const name of ['query', 'extraHeaders']) if (given[name]) options[name] = textsIn(given[name]);
  if (Array.isArray(given.protocols)) options.protocols = given.protocols.slice(0, MOST).map(String);
  if (given.transportOptions) options.transportOptions = headersIn(given.transportOptions);
  return options as Partial<SocketOptions>;
}

const MOST = 50;
const SWITCHES = [
  ...['upgrade', 'rememberUpgrade', 'tryAllTransports', 'forceBase64', 'timestampRequests'],
  'addTrailingSlash',
];
const TRANSPORTS = ['polling', 'websocket', 'webtransport'];

/** Only these: a transport's own options may name another server. */
function headersIn(value: unknown): Record<string, unknown> {
  const given = objectIn(value);
  const entries = TRANSPORTS.filter((name) => Object.hasOwn(given, name)).map((name) => [
    name,
    { extraHeaders: textsIn(objectIn(given[name]).extraHeaders) },
  ]);
  return Object.fromEntries(entries);
}

function namesIn(value: unknown): string[] {
  const names = Array.isArray(value) ? value.filter((name) => TRANSPORTS.includes(name)) : [];
  return names.length > 0 ? names.slice(0, TRANSPORTS.length) : TRANSPORTS;
}

function textsIn(value: unknown): Record<string, string> {
  const entries = Object.entries(objectIn(value)).filter(([, one]) => typeof one === 'string');
  return Object.fromEntries(entries.slice(0, MOST)) as Record<string, string>;
}

const objectIn = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

function parsed(json: unknown): unknown {
  try {
    return JSON.parse(String(json));
  } catch {
    return null;
  }
}
