/** Where code for a page asks for an element: by its id. */
const ASKS = /getElementById\(\s*(['"`])([\w-]+)\1|querySelector\(\s*(['"`])#([\w-]+)\3/g;
/** What imports the client library as bundlers do: the script before it gives `io`. */
const IMPORT =
  /^\s*(?:import\s+.*from\s+|(?:const|let|var)\s+.*=\s*require\()(['"])[^'"\n]*socket\.io[^'"\n]*\1\)?;?[^\S\n]*\n?/gm;

/** The kind of element that an id suggests. */
const KINDS: readonly (readonly [RegExp, (id: string) => string])[] = [
  [/form/i, (id) => `<form id="${id}">`],
  [/btn|button|send|submit/i, (id) => `<button id="${id}">${id}</button>`],
  [/messages|list|users|log/i, (id) => `<ul id="${id}"></ul>`],
  [/input|message|msg|text|name/i, (id) => `<input id="${id}" aria-label="${id}" autocomplete="off">`],
  [/canvas|board/i, (id) => `<canvas id="${id}" width="320" height="240"></canvas>`],
];

/** A page with this code as its script, and with an element for each id that it asks for. */
export function intoPage(code: string): string {
  const script = code.replace(IMPORT, '').trim();
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Client</title>
  </head>
  <body>
${elementsOf(code)}    <script src="/socket.io/socket.io.js"></script>
    <script>
${script.replace(/^(?=.)/gm, '      ')}
    </script>
  </body>
</html>
`;
}

/** A form takes in the fields and buttons, and has a button in any case. */
function elementsOf(code: string): string {
  const ids = new Set([...code.matchAll(ASKS)].map((found) => found[2] ?? found[4] ?? ''));
  const elements = [...ids].map(
    (id) => KINDS.find(([pattern]) => pattern.test(id))?.[1](id) ?? `<div id="${id}"></div>`,
  );
  const form = elements.find((element) => element.startsWith('<form'));
  const fields = elements.filter((element) => /^<(?:input|button)/.test(element));
  const rest = elements.filter((element) => element !== form && !fields.includes(element));
  if (form && !fields.some((field) => field.startsWith('<button'))) fields.push('<button>Send</button>');
  const inside = form ? [form, ...fields.map((field) => `  ${field}`), '</form>'] : fields;
  return [...rest, ...inside].map((line) => `    ${line}\n`).join('');
}
