import type { Row } from './row';
export function crowdRow(_minutes: number, _clients: number): Row {
  return { name: 'crowd', what: '', attack: async () => {} };
}
