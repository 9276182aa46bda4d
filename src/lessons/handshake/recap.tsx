import { lazy } from 'react';
import type { Recap } from '../define';

export const recap: Recap = {
  inOneSentence:
    'A WebSocket begins as an HTTP request that asks to switch; with 101 and the right accept value the server agrees, and the connection goes on in another language.',
  commonMistake: {
    mistake: 'Sec-WebSocket-Key is for security, or authentication.',
    // The lesson does not begin with its end.
    Evidence: lazy(() => import('./evidence')),
  },
};
