import { useSyncExternalStore } from 'react';
import type { Viewing } from '../../timeline';

/** Whether what browser tools leave out is to be grey; never without a shared view. */
export function useIsDevTools(viewing: Viewing | undefined): boolean {
  return useSyncExternalStore(viewing?.subscribe ?? subscribeToNothing, () => viewing?.devTools ?? false);
}

function subscribeToNothing(): () => void {
  return () => undefined;
}
