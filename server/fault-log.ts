/**
 * Logs a caught exception in one line: where it was caught, its name and code, and the place in the code. Its message is left out,
 * since it may quote what a client sent, secrets included.
 */
export function logFault(where: string, error: unknown): void {
  const { name, code, stack } = describe(error);
  const frame = /\(?([^\s(]+:\d+:\d+)\)?$/.exec(stack.split('\n').find((line) => /^\s+at /.test(line)) ?? '');
  const place = frame?.[1]?.split(/[\\/]/).slice(-2).join('/') ?? 'an unknown place';
  console.error(`${where} failed, and was ended: ${name}${code ? ` ${code}` : ''} at ${place}`);
}

function describe(error: unknown): { readonly name: string; readonly code: string; readonly stack: string } {
  if (!(error instanceof Error)) return { name: typeof error, code: '', stack: '' };
  const { code } = error as NodeJS.ErrnoException;
  return { name: error.name, code: typeof code === 'string' ? code : '', stack: error.stack ?? '' };
}
