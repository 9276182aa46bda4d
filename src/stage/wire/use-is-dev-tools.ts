import { useSyncExternalStore } from 'react';
import type { Viewing } from '../../timeline';

/** Whether to grey what browser tools hide; never without a shared view. */
export function useIsDevTools(viewing: Viewing | undefined): boolean {
  return useSyncExternalStore(viewing?.subscribe ?? subscribeToNothing, () => viewing?.devTools ?? false);
}

function subscribeToNothing(): () => void {
  return () => undefined;
}
