import type { LessonAbout } from '../define';

export const about: LessonAbout = {
  id: 'socketio',
  title: 'What Socket.IO adds',
  part: 'Socket.IO',
  promises: [
    'Follow a session from its first GET to its WebSocket',
    'Take a packet apart: frame, Engine.IO, Socket.IO',
    'Say what remains when WebSocket is blocked',
  ],
};
