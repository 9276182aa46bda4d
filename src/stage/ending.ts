import type { Ending } from '../timeline/scene';

/** How a connection ended, in words. */
export function endingText({ how, by, closing }: Ending): string {
  const isAgreed = new Set(closing.map(({ sender }) => sender)).size === 2;
  const before = isAgreed
    ? 'closing handshake, then '
    : closing.length > 0
      ? 'close frame without an answer, then '
      : '';
  if (how === 'reset') return `${before}reset by the ${by} (RST)`;
  if (how === 'timeout') return `${before}given up by the ${by} after silence`;
  if (how === 'fin') return `${before}closed by the ${by} (FIN)`;
  return `${before}closed by the ${by}`;
}
