import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { Compartment, type Extension } from '@codemirror/state';
import {
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { completing } from './completing';
import { faultMarks } from './faults';
import { highlight, theme } from './look';
import { lineMarks } from './marks';
import type { End } from './members';
import { FromOutside } from './replacing';

/** What an editor asks of those around it, each time anew. */
interface Around {
  readonly end: () => End;
  readonly onChange: (value: string) => void;
  readonly onRun: () => void;
  readonly onLine: (line: number) => void;
}

const label = new Compartment();

/** Gives the text field this accessible name. */
export const naming = (name: string) => label.reconfigure(attributesOf(name));

const attributesOf = (name: string) =>
  EditorView.contentAttributes.of({
    'aria-label': name,
    'aria-description':
      'Control or Command with Enter runs it. Alt with Enter shows a line’s packet. Tab leaves.',
    autocapitalize: 'off',
    autocorrect: 'off',
    spellcheck: 'false',
    // A content that can be edited takes the focus anyway; in a shadow root not every browser agrees.
    tabindex: '0',
  });

/** All that the editor is made of. */
export function extensions(name: string, { end, onChange, onRun, onLine }: Around): Extension {
  const run = keymap.of([
    {
      key: 'Mod-Enter',
      run() {
        onRun();
        return true;
      },
    },
  ]);
  return [
    lineMarks(onLine),
    lineNumbers(),
    history(),
    indentOnInput(),
    indentUnit.of('  '),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    javascript(),
    syntaxHighlighting(highlight),
    theme,
    // The default keys come last: one of them has another use for Mod-Enter.
    run,
    completing(end),
    faultMarks,
    keymap.of([...closeBracketsKeymap, ...historyKeymap, ...defaultKeymap]),
    label.of(attributesOf(name)),
    EditorView.updateListener.of(({ docChanged, transactions, state }) => {
      const isOwn = transactions.some((one) => one.docChanged && !one.annotation(FromOutside));
      if (docChanged && isOwn) onChange(state.doc.toString());
    }),
  ];
}
