/** A server that says what it hears. */
export const LISTENING_SERVER = `io.on('connection', (socket) => {
  socket.onAny((name, ...data) => {
    console.log(name, ...data);
  });
});
`;
