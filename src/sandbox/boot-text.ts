import { clientGuest } from './guest/client-guest';
import { guestCore } from './guest/core';
import { guestKit } from './guest/kit';

/** What runs in an engine around a program: see `serverGuest` and `clientGuest`. */
export interface Guest {
  readonly end: 'server' | 'client';
  /** A function of what the engine offers and of settings, which returns `take`, `dispatch`, `start`, `tick` and `names`. */
  readonly text: string;
}

/** Declares the names that the program's code can use. On its first line, so that lines keep their numbers. */
export const declarations = (names: readonly string[]): string => `const {${names.join(',')}}=globals;`;

/** The server's end, with the library inside: `bundleServerGuest` makes its text. */
export const serverGuest = (text: string): Guest => ({ end: 'server', text });

/** The client's end, made of functions that refer to nothing outside themselves. */
export const CLIENT_GUEST: Guest = {
  end: 'client',
  // The development server's compiler wraps functions with `__name`.
  text: `(function(native,settings){const __name=(it)=>it;
const core=(${guestCore})(native,settings);
const kit=(${guestKit})(core);
const guest=(${clientGuest})(kit);
core.refuseText();
const dropped=(value)=>{if(value instanceof Promise)value.then(undefined,kit.report);return value};
const globals={...guest.globals,require:guest.importing};
Object.assign(globals,{__l:core.trace,__b:core.back,__d:dropped,__c:()=>{},__import:guest.importing,__meta:{url:'file:///client.js'}});
return {
  names:Object.keys(globals),
  take:core.take,
  tick:()=>false,
  dispatch:(at,json,...parts)=>{core.begin(at);guest.dispatch(json,parts)},
  start:(at,program)=>{core.begin(at);program(globals).then(undefined,kit.report)},
};})`,
};
