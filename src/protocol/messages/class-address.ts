/** Where a class is spoken: Socket.IO over WebSocket, in a namespace of its own. */
export const CLASS_PATH = '/class/socket.io/';
export const CLASS_NAMESPACE = '/class';
