import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  snippet,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, redo, undo } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import {
  bracketMatching,
  indentOnInput,
  indentRange,
  indentUnit,
  syntaxHighlighting,
} from '@codemirror/language';
import { type Diagnostic, linter, setDiagnostics } from '@codemirror/lint';
import { Annotation, EditorState, Transaction } from '@codemirror/state';
import { drawSelection, EditorView, keymap, lineNumbers } from '@codemirror/view';
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import styles from './code-editor.module.css';
import { completionsAt } from './completions';
import { highlight, theme } from './look';
import { type LineMarks, lineMarks, showMarks } from './marks';

export interface CodeEditorProps extends LineMarks {
  /** Accessible name: "Client 1 code", "Server code". */
  readonly label: string;
  /** Whose API is completed. */
  readonly end: 'client' | 'server';
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Mod-Enter. */
  readonly onRun: () => void;
  /** A mistake that running it showed, until the text changes. The line counts from 1. */
  readonly problem: { readonly line: number; readonly message: string } | null;
  /** A line's mark was pressed, or Alt-Enter on it. */
  readonly onLine: (line: number) => void;
  readonly ref?: Ref<CodeEditorHandle>;
}

/** What stands around an editor can do with it. */
export interface CodeEditorHandle {
  format(): void;
  undo(): void;
  redo(): void;
  goToLine(line: number): void;
}

/** Text that came from outside of the editor. */
const FromOutside = Annotation.define<true>();
const LINT_AFTER_MS = 400;

/**
 * An editor for a short program. Tab leaves it; Mod-] and Mod-[ move a line in and out. It lives in a shadow root, where its
 * styles need no inline style element, which the site's policy forbids.
 */
export default function CodeEditor(props: CodeEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const { label, end, value, problem, lit, linked, ref } = props;
  useEffect(() => {
    const root = host.current!.shadowRoot ?? host.current!.attachShadow({ mode: 'open' });
    const made = createView(root, label, end, latest);
    view.current = made;
    return () => {
      made.destroy();
      view.current = null;
    };
  }, [label, end]);
  useEffect(() => {
    const shown = view.current;
    if (!shown || shown.state.doc.toString() === value) return;
    shown.dispatch({
      changes: { from: 0, to: shown.state.doc.length, insert: value },
      annotations: FromOutside.of(true),
    });
  }, [value]);
  useEffect(() => {
    if (view.current) showMarks(view.current, { lit, linked });
  }, [lit, linked]);
  useEffect(() => {
    const shown = view.current;
    if (!shown || problem === null || problem.line > shown.state.doc.lines) return;
    shown.dispatch(setDiagnostics(shown.state, [onLine(shown.state, problem.line, problem.message)]));
  }, [problem]);
  useImperativeHandle(ref, () => handleOf(() => view.current), []);
  return <div ref={host} className={styles.editor} />;
}

function createView(
  root: ShadowRoot,
  label: string,
  end: 'client' | 'server',
  latest: { readonly current: CodeEditorProps },
): EditorView {
  const state = EditorState.create({
    doc: latest.current.value,
    extensions: [
      lineMarks((line) => latest.current.onLine(line)),
      lineNumbers(),
      history(),
      drawSelection(),
      indentOnInput(),
      bracketMatching(),
      closeBrackets(),
      indentUnit.of('  '),
      javascript(),
      syntaxHighlighting(highlight),
      theme,
      autocompletion({ override: [completing(end)], icons: false }),
      linter(syntaxFault, { delay: LINT_AFTER_MS }),
      keymap.of([
        { key: 'Mod-Enter', run: () => done(latest.current.onRun()) },
        { key: 'Alt-Enter', run: (shown) => done(latest.current.onLine(cursorLine(shown.state))) },
        ...closeBracketsKeymap,
        ...completionKeymap,
        ...historyKeymap,
        ...defaultKeymap,
      ]),
      EditorView.contentAttributes.of({
        'aria-label': label,
        autocapitalize: 'off',
        spellcheck: 'false',
        tabindex: '0',
      }),
      EditorView.updateListener.of((update) => {
        const isOwn = update.transactions.every((one) => one.annotation(FromOutside) === undefined);
        if (update.docChanged && isOwn) latest.current.onChange(update.state.doc.toString());
      }),
    ],
  });
  return new EditorView({ state, parent: root, root });
}

/** A key that was for this. */
const done = (_: unknown) => true;

const cursorLine = (state: EditorState) => state.doc.lineAt(state.selection.main.head).number;

function completing(
  end: 'client' | 'server',
): NonNullable<Parameters<typeof autocompletion>[0]>['override'] extends
  | readonly (infer Source)[]
  | null
  | undefined
  ? Source
  : never {
  return (context) => {
    const text = context.state.doc.toString();
    const found = completionsAt(text.slice(0, context.pos), text, end);
    if (!found || found.options.length === 0) return null;
    return {
      from: found.from,
      options: found.options.map(({ label, info, snippet: template }) => ({
        label,
        info,
        ...(template === undefined ? {} : { apply: snippet(template) }),
      })),
      validFor: /^[\w$]*$/,
    };
  };
}

/** What keeps the text from being read at all; the reader is fetched with the first text. */
async function syntaxFault({ state }: EditorView): Promise<readonly Diagnostic[]> {
  const { faultIn } = await import('../../sandbox/trace-lines');
  const fault = faultIn(state.doc.toString());
  if (!fault) return [];
  const line = state.doc.line(Math.min(fault.line, state.doc.lines));
  const from = Math.min(line.from + fault.column - 1, line.to);
  const to = from < line.to ? from + 1 : from;
  return [
    {
      from: from === to ? Math.max(line.from, from - 1) : from,
      to,
      severity: 'error',
      message: fault.message,
    },
  ];
}

function onLine(state: EditorState, number: number, message: string): Diagnostic {
  const line = state.doc.line(number);
  const indent = /^\s*/.exec(line.text)![0].length;
  return { from: Math.min(line.from + indent, line.to), to: line.to, severity: 'error', message };
}

function handleOf(shown: () => EditorView | null): CodeEditorHandle {
  const on = (work: (view: EditorView) => unknown) => () => {
    const view = shown();
    if (view) work(view);
  };
  return {
    format: on(format),
    undo: on(undo),
    redo: on(redo),
    goToLine(number) {
      const view = shown();
      if (!view || number > view.state.doc.lines) return;
      const { from } = view.state.doc.line(number);
      view.dispatch({
        selection: { anchor: from },
        effects: EditorView.scrollIntoView(from, { y: 'center' }),
      });
      view.focus();
    },
  };
}

/** Lines in their places, without blanks at their ends: one step to undo. */
function format(view: EditorView): void {
  const { state } = view;
  const indented = state.update({ changes: indentRange(state, 0, state.doc.length) }).state;
  const text = `${indented.doc
    .toString()
    .replace(/[ \t]+$/gm, '')
    .trimEnd()}\n`;
  if (text === state.doc.toString()) return;
  view.dispatch({
    changes: { from: 0, to: state.doc.length, insert: text },
    selection: { anchor: Math.min(state.selection.main.head, text.length) },
    annotations: Transaction.userEvent.of('input.format'),
  });
}
