/** The text of the client's end of a sandbox: `server/programs/client-library.ts` makes it. */
declare module 'virtual:client-library' {
  const text: string;
  export default text;
}
