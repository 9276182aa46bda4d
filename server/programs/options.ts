import type { ServerOptions } from 'socket.io';
import type { Limits } from '../limits';

/** Of `new Server(options)`, what a lab's server takes. */
export type LabServerOptions = Partial<
  Pick<
    ServerOptions,
    | 'pingInterval'
    | 'pingTimeout'
    | 'upgradeTimeout'
    | 'connectTimeout'
    | 'maxHttpBufferSize'
    | 'transports'
    | 'allowUpgrades'
    | 'perMessageDeflate'
    | 'connectionStateRecovery'
  >
>;

/**
 * Reads options as a program, or a page, gives them: what can be done here, and a sentence for each that cannot. Durations are
 * milliseconds.
 */
export function readServerOptions(
  given: unknown,
  limits: Limits,
): { readonly options: LabServerOptions; readonly ignored: readonly string[] } {
  const options: { -readonly [Key in keyof LabServerOptions]: unknown } = {};
  const ignored: string[] = [];
  if (typeof given !== 'object' || given === null) return { options: {}, ignored };
  for (const [name, value] of Object.entries(given)) {
    const taken = take(name, value, limits);
    if (taken === undefined)
      ignored.push(WHY.get(name) ?? `The option ${name.slice(0, 40)} does nothing here.`);
    else if (typeof taken === 'string') ignored.push(taken);
    else options[name as keyof LabServerOptions] = taken.value;
  }
  return { options: options as LabServerOptions, ignored };
}

const WHY: ReadonlyMap<string, string> = new Map([
  [
    'cors',
    'The option cors does nothing here: page and server have the same origin. In a project with two origins you need it.',
  ],
  ['path', 'The option path does nothing here: the lab has an address of its own.'],
]);

function take(
  name: string,
  value: unknown,
  limits: Limits,
): { readonly value: unknown } | string | undefined {
  const within = (least: number, most: number) =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= most
      ? { value }
      : `${name} is a whole number of milliseconds from ${least} to ${most} here.`;
  switch (name) {
    case 'pingInterval':
    case 'pingTimeout':
      return within(limits.shortestHeartbeatMs, 60_000);
    case 'upgradeTimeout':
    case 'connectTimeout':
      return within(100, 60_000);
    case 'maxHttpBufferSize':
      return Number.isInteger(value) && Number(value) > 0
        ? { value: Math.min(Number(value), limits.messageBytes) }
        : 'maxHttpBufferSize is a number of bytes.';
    case 'transports':
      return Array.isArray(value) &&
        value.length > 0 &&
        value.every((one) => one === 'polling' || one === 'websocket')
        ? { value }
        : 'transports is a list of "polling" and "websocket" here.';
    case 'allowUpgrades':
    case 'perMessageDeflate':
      return typeof value === 'boolean' ? { value } : `${name} is true or false here.`;
    case 'connectionStateRecovery':
      return recovery(value, limits);
    default:
      return undefined;
  }
}

function recovery(value: unknown, { longestRecoveryMs }: Limits): { readonly value: unknown } | string {
  if (value === false) return { value: undefined };
  const { maxDisconnectionDuration = longestRecoveryMs, skipMiddlewares = true } = (
    typeof value === 'object' && value !== null ? value : {}
  ) as Record<string, unknown>;
  if (!Number.isInteger(maxDisconnectionDuration) || Number(maxDisconnectionDuration) < 1) {
    return 'maxDisconnectionDuration is a whole number of milliseconds.';
  }
  const longest = Math.min(Number(maxDisconnectionDuration), longestRecoveryMs);
  return { value: { maxDisconnectionDuration: longest, skipMiddlewares: skipMiddlewares === true } };
}
