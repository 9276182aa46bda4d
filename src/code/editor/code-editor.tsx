import { redo, undo } from '@codemirror/commands';
import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import type {} from '../to-line';
import styles from './code-editor.module.css';
import { extensions, naming } from './extensions';
import { type Problem, showProblem } from './faults';
import { formatting } from './format';
import { type LineMarks, setMarks } from './marks';
import { replacing } from './replacing';

export interface CodeEditorProps extends LineMarks {
  /** Accessible name: "Client 1 code", "Server code". */
  readonly label: string;
  /** Which API is completed. */
  readonly end: 'client' | 'server';
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Mod-Enter. */
  readonly onRun: () => void;
  /** An error from the last run, until the text changes. */
  readonly problem: Problem | null;
  /** A linked line's mark was pressed, or Alt-Enter on it. */
  readonly onLine: (line: number) => void;
  readonly ref?: Ref<CodeEditorHandle>;
}

/** Commands for an editor. */
export interface CodeEditorHandle {
  format(): void;
  undo(): void;
  redo(): void;
  focus(): void;
  /** From 1; ignores a line that does not exist. */
  goToLine(line: number): void;
}

/**
 * An editor for a short program. Tab leaves it; Mod-] and Mod-[ indent. It is in a shadow root, because the site's
 * policy forbids the inline style element that it would need elsewhere.
 */
export default function CodeEditor(props: CodeEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(props);
  latest.current = props;
  /** Texts passed to `onChange` that have not come back as `value` yet: a late one is not a change. */
  const told = useRef<string[]>([]);
  const { label, value, problem, lit, linked, ref } = props;
  useEffect(() => {
    const made = createView(host.current!, latest, told.current);
    view.current = made;
    return () => {
      made.destroy();
      view.current = null;
    };
  }, []);
  useEffect(() => {
    view.current?.dispatch({ effects: naming(label) });
  }, [label]);
  useEffect(() => {
    const late = told.current.lastIndexOf(value);
    told.current.splice(0, late + 1);
    const change = late < 0 && view.current && replacing(view.current.state, value);
    if (change) view.current?.dispatch(change);
  }, [value]);
  useEffect(() => {
    view.current?.dispatch({ effects: setMarks.of({ lit, linked }) });
    const [first] = lit;
    if (view.current && first) showLine(view.current, first.line);
  }, [lit, linked]);
  useEffect(() => {
    if (view.current) showProblem(view.current, problem);
  }, [problem]);
  useEffect(() => {
    const lead = ({ detail: { end, line } }: WindowEventMap['wire101:to-line']) => {
      if (end === latest.current.end) handleOf(() => view.current).goToLine(line);
    };
    addEventListener('wire101:to-line', lead);
    return () => removeEventListener('wire101:to-line', lead);
  }, []);
  useImperativeHandle(ref, () => handleOf(() => view.current), []);
  return <div ref={host} className={styles.editor} />;
}

function createView(
  host: HTMLElement,
  latest: { readonly current: CodeEditorProps },
  told: string[],
): EditorView {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const around = {
    end: () => latest.current.end,
    onRun: () => latest.current.onRun(),
    onLine: (line: number) => latest.current.onLine(line),
    onChange(text: string) {
      told.push(text);
      latest.current.onChange(text);
    },
  };
  const state = EditorState.create({
    doc: latest.current.value,
    extensions: extensions(latest.current.value, latest.current.label, around),
  });
  return new EditorView({ state, parent: root, root, scrollTo: firstToDo(latest.current.value) });
}

/** Scrolls a line into the editor's sight, and nothing around the editor; whoever writes there is left alone. */
function showLine(view: EditorView, number: number): void {
  if (view.hasFocus || number < 1 || number > view.state.doc.lines) return;
  const { top, bottom } = view.lineBlockAt(view.state.doc.line(number).from);
  const { scrollDOM, documentPadding } = view;
  const { scrollTop, clientHeight } = scrollDOM;
  const below = bottom + documentPadding.top - clientHeight;
  if (scrollTop > top) scrollDOM.scrollTop = top;
  else if (scrollTop < below) scrollDOM.scrollTop = below;
}

/** Where there is something to write, which need not be at the top; the reader's focus stays where it is. */
function firstToDo(text: string) {
  const at = text.indexOf('// TODO');
  return at > 0 ? EditorView.scrollIntoView(at, { y: 'center' }) : undefined;
}

function handleOf(shown: () => EditorView | null): CodeEditorHandle {
  const on = (work: (view: EditorView) => unknown) => () => {
    const view = shown();
    if (view) work(view);
  };
  return {
    undo: on(undo),
    redo: on(redo),
    focus: on((view) => view.focus()),
    format: on((view) => {
      const change = formatting(view.state);
      if (change) view.dispatch(change);
    }),
    goToLine(number) {
      const view = shown();
      if (!view || number < 1 || number > view.state.doc.lines) return;
      const { from } = view.state.doc.line(number);
      view.dispatch({
        selection: { anchor: from },
        effects: EditorView.scrollIntoView(from, { y: 'center' }),
      });
      view.focus();
    },
  };
}
