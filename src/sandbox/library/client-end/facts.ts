/** The error of a transport, as engine.io-client has it. */
class TransportError extends Error {}

/** What the host tells of an error or of details, as the library's own objects have it. */
export function fromFacts(facts: unknown): unknown {
  if (typeof facts !== 'object' || facts === null) return facts ?? undefined;
  const { isError, message, ...rest } = facts as Record<string, unknown>;
  for (const name of ['description', 'context'])
    if (rest[name] !== undefined) rest[name] = fromFacts(rest[name]);
  if (isError !== true) return message === undefined ? rest : { message, ...rest };
  return Object.assign(new TransportError(String(message)), rest);
}
