/** A line of one end's code. */
export interface CodeLine {
  readonly end: 'client' | 'server';
  readonly line: number;
}

declare global {
  interface WindowEventMap {
    /** Leads to a line of the code that is shown: its editor scrolls there, and gets the focus. */
    'wire101:to-line': CustomEvent<CodeLine>;
  }
}
