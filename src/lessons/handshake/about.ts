import type { LessonAbout } from '../define';

export const about: LessonAbout = {
  id: 'handshake',
  title: '101 Switching Protocols',
  part: 'WebSocket',
  promises: [
    'Read every header field of a WebSocket handshake',
    'Compute the accept value from a key',
    'Type a handshake by hand and have the server agree',
  ],
};
