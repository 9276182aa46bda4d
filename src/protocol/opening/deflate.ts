import type { Fault, Peer } from '../layer-unit';
import type { Extension, Parameter } from './extensions';
import { fault } from './fields';

export const DEFLATE = 'permessage-deflate';

/** Where each parameter is defined. */
const SECTIONS: Readonly<Record<string, string>> = {
  server_no_context_takeover: 'RFC 7692 §7.1.1.1',
  client_no_context_takeover: 'RFC 7692 §7.1.1.2',
  server_max_window_bits: 'RFC 7692 §7.1.2.1',
  client_max_window_bits: 'RFC 7692 §7.1.2.2',
};
const BITS = /^(?:[89]|1[0-5])$/;

/** What the other side does about a wrong parameter, and about a number that is only written wrongly, such as 08. */
export interface Effects {
  readonly all: string;
  readonly lax: string;
}

/** What is wrong with the parameters of one permessage-deflate, by itself. */
export function faultsOfParameters(
  { parameters }: Extension,
  sender: Peer,
  { all: effect, lax }: Effects,
): readonly Fault[] {
  const seen = new Set<string>();
  return parameters.flatMap((parameter) => {
    const { name, range } = parameter;
    const isSecond = seen.has(name);
    seen.add(name);
    const section = Object.hasOwn(SECTIONS, name) ? SECTIONS[name]! : null;
    if (section === null) {
      const lower = name.toLowerCase();
      const hint = Object.hasOwn(SECTIONS, lower) ? `The parameter is called ${lower}, in lower case.` : '';
      return fault(range, `permessage-deflate has no parameter “${name}”.`, 'RFC 7692 §7', { effect, hint });
    }
    if (isSecond) return fault(range, `The parameter ${name} appears twice.`, 'RFC 7692 §7', { effect });
    const message = wrongValue(parameter, sender);
    const isLax = name.endsWith('bits') && BITS.test(String(Number(parameter.value)));
    return message === null ? [] : fault(range, message, section, { effect: isLax ? lax : effect });
  });
}

function wrongValue({ name, value }: Parameter, sender: Peer): string | null {
  if (name.endsWith('takeover'))
    return value === null ? null : `${name} takes no value; here it has “${value}”.`;
  const mayBeBare = sender === 'client' && name === 'client_max_window_bits';
  if (value === null) return mayBeBare ? null : `${name} needs a value from 8 to 15 here.`;
  return BITS.test(value) ? null : `${name} is a number from 8 to 15 without leading zeros, not “${value}”.`;
}

/** What a response accepts that none of the offers allows; measured at the offer that comes nearest. */
export function faultsOfAgreement(offers: readonly Extension[], accepted: Extension): readonly Fault[] {
  const given = parametersOf(accepted);
  let nearest: readonly Fault[] | null = null;
  for (const offer of offers) {
    const faults = comparedWith(offer, accepted, given);
    if (nearest === null || faults.length < nearest.length) nearest = faults;
  }
  return nearest ?? [];
}

function comparedWith(
  offer: Extension,
  accepted: Extension,
  given: ReadonlyMap<string, Parameter>,
): readonly Fault[] {
  const offered = parametersOf(offer);
  const faults: Fault[] = [];
  const add = ({ range }: Pick<Parameter, 'range'>, name: string, message: string, effect: string) =>
    faults.push(fault(range, message, SECTIONS[name]!, { effect }));
  for (const side of ['server', 'client'] as const) {
    const name = `${side}_max_window_bits`;
    const asked = offered.get(name);
    const answer = given.get(name);
    if (answer !== undefined && asked === undefined && side === 'client') {
      add(answer, name, `The client did not offer ${name}, so the response must not have it.`, NOT_OFFERED);
    } else if (
      answer !== undefined &&
      BITS.test(asked?.value ?? '') &&
      Number(answer.value) > Number(asked!.value)
    ) {
      const message = `The client offered ${name}=${asked!.value} at most, and the server answered ${answer.value}.`;
      add(answer, name, message, side === 'client' ? 'ws refuses this.' : 'ws accepts it.');
    } else if (answer === undefined && asked !== undefined && side === 'server') {
      add(
        accepted,
        name,
        `The client asked for ${name}=${asked.value}, and the server accepted without repeating it.`,
        UNREPEATED,
      );
    }
  }
  const reset = 'server_no_context_takeover';
  if (offered.has(reset) && !given.has(reset)) {
    add(
      accepted,
      reset,
      `The client asked for ${reset}, and the server accepted without repeating it.`,
      UNREPEATED,
    );
  }
  return faults;
}

const NOT_OFFERED = 'ws refuses this. Chromium always offers the parameter; other clients may not.';
const UNREPEATED =
  'A server repeats the parameter or declines the extension. ws accepts the response anyway.';

function parametersOf({ parameters }: Extension): ReadonlyMap<string, Parameter> {
  const map = new Map<string, Parameter>();
  for (const parameter of parameters) if (!map.has(parameter.name)) map.set(parameter.name, parameter);
  return map;
}
