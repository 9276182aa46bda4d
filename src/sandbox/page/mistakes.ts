import { inspect } from '../library/inspect';
import { lineIn } from './markup';
import type { Report } from './report';

/** Reports what nobody caught, and what the frame's policy refused. */
export function followMistakes(report: Report): void {
  addEventListener('error', ({ error, message, filename, lineno }) => {
    const line = lineIn(`${filename}:${lineno}:0`) || lineIn(stackOf(error));
    report.say('uncaught', error === undefined || error === null ? message : wordsOf(error, message), line);
  });
  addEventListener('unhandledrejection', ({ reason }) => {
    report.say('uncaught', `(in promise) ${wordsOf(reason)}`, lineIn(stackOf(reason)));
  });
  document.addEventListener(
    'securitypolicyviolation',
    ({ blockedURI, effectiveDirective, lineNumber, sourceFile }) => {
      const line = lineIn(`${sourceFile}:${lineNumber}:0`);
      report.say('warn', refusalOf(blockedURI, effectiveDirective), line);
    },
  );
}

const stackOf = (error: unknown): string => (error instanceof Error ? String(error.stack) : '');

/** A script that does not parse is reported as what the writing of the page threw. */
const OF_WRITING = "Failed to execute 'write' on 'Document': ";

function wordsOf(error: unknown, message = ''): string {
  if (!(error instanceof Error)) return inspect(error);
  const text = message.includes(OF_WRITING) ? error.message.replace(OF_WRITING, '') : error.message;
  return `${error.name}: ${text}`;
}

function refusalOf(uri: string, directive: string): string {
  const what = /^[a-z][a-z+.-]*:/i.test(uri) ? uri.slice(0, 200) : directive;
  if (directive === 'form-action')
    return `This page may reach the lab’s server only: sending its form to ${what} was refused. Call event.preventDefault() in the listener of "submit".`;
  return `This page may reach the lab’s server only: ${what} was refused.`;
}
