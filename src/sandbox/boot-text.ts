import { clientGuest } from './guest/client-guest';
import { type GuestLimits, guestKit } from './guest/kit';
import { serverGuest } from './guest/server-guest';
import { IMPORTER, TRACER } from './trace-lines';

const GUESTS = { server: serverGuest, client: clientGuest } as const;

/** Declares the names that the program's code can use. */
export function declarations(end: 'server' | 'client'): string {
  const names = [
    'io',
    'console',
    'setTimeout',
    'setInterval',
    'clearTimeout',
    'clearInterval',
    'queueMicrotask',
    'performance',
    'TextEncoder',
    'TextDecoder',
  ];
  const own = end === 'server' ? ['Buffer', 'process'] : [];
  // On the first line, so that lines keep their numbers.
  return `const {${[...names, ...own].join(',')}}=globals;const ${TRACER}=globals.${TRACER},${IMPORTER}=globals.${IMPORTER},require=${IMPORTER};`;
}

/** The code that runs inside, made of the guest functions, which refer to nothing outside themselves. */
export function bootText(end: 'server' | 'client', { ops, timers, mark }: GuestLimits): string {
  // The development server's compiler wraps functions with `__name`.
  return `(function(native){const __name=(it)=>it;
const kit=(${guestKit})(native,${JSON.stringify({ ops, timers, mark })});
const guest=(${GUESTS[end]})(kit);
const globals={...guest.globals,${TRACER}:kit.trace,${IMPORTER}:guest.importing};
return {
  take:kit.take,
  dispatch:(at,json,...parts)=>{kit.begin(at);guest.dispatch(json,parts)},
  start:(at,program)=>{kit.begin(at);program(globals).then(undefined,kit.report)},
};})`;
}
