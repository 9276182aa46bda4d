import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import {
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { isPage } from '../../sandbox/page/is-page';
import { completing } from './completing';
import { faultMarks } from './faults';
import { highlight, theme } from './look';
import { lineMarks } from './marks';
import type { End } from './members';
import { pageLanguage } from './page-language';
import { FromOutside } from './replacing';

/** The editor's callbacks, looked up on each use. */
interface Around {
  readonly end: () => End;
  readonly onChange: (value: string) => void;
  readonly onRun: () => void;
  readonly onLine: (line: number) => void;
}

const label = new Compartment();
const language = new Compartment();

const languageOf = (text: string): Extension => (isPage(text) ? pageLanguage : javascript());

/** Sets the accessible name of the text field. */
export const naming = (name: string) => label.reconfigure(attributesOf(name));

const attributesOf = (name: string) =>
  EditorView.contentAttributes.of({
    'aria-label': name,
    'aria-description':
      'Control or Command with Enter runs it. Alt with Enter shows a line’s packet. Tab leaves.',
    autocapitalize: 'off',
    autocorrect: 'off',
    spellcheck: 'false',
    // Editable content is focusable, but in a shadow root not every browser agrees.
    tabindex: '0',
  });

/** All extensions of the editor. */
export function extensions(text: string, name: string, { end, onChange, onRun, onLine }: Around): Extension {
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
    language.of(languageOf(text)),
    EditorState.transactionExtender.of(({ docChanged, startState, newDoc }) => {
      if (!docChanged) return null;
      const now = newDoc.toString();
      const isSame = isPage(now) === isPage(startState.doc.toString());
      return isSame ? null : { effects: language.reconfigure(languageOf(now)) };
    }),
    syntaxHighlighting(highlight),
    theme,
    // Default keys last: one of them uses Mod-Enter differently.
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
