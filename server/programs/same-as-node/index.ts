import { ACKNOWLEDGEMENTS } from './acknowledgements';
import { CONNECTIONS } from './connections';
import { CONSOLE_OUTPUT } from './console-output';
import { DATA } from './data';
import { EVENTS } from './events';
import { MORE_NAMESPACES } from './more-namespaces';
import { NAMESPACES } from './namespaces';
import { OF_NODE } from './of-node';
import { RECOVERY } from './recovery';
import { ROOMS } from './rooms';
import type { Scene } from './scene';
import { SERVER_MEMBERS } from './server-members';
import { SOCKET_MEMBERS } from './socket-members';
import { TURNS } from './turns';

/** All scenes. */
export const SCENES: readonly Scene[] = [
  ...EVENTS,
  ...ROOMS,
  ...ACKNOWLEDGEMENTS,
  ...NAMESPACES,
  ...MORE_NAMESPACES,
  ...DATA,
  ...CONNECTIONS,
  ...RECOVERY,
  ...SERVER_MEMBERS,
  ...SOCKET_MEMBERS,
  ...TURNS,
  ...OF_NODE,
  ...CONSOLE_OUTPUT,
];
