/** A client that prints the news. */
const LISTENING_CLIENT = `const socket = io({ transports: ['websocket'] });

socket.on('news', (text) => {
  console.log('news:', text);
});
`;

/** Three of them. */
export const THREE_CLIENTS = [LISTENING_CLIENT, LISTENING_CLIENT, LISTENING_CLIENT] as const;
