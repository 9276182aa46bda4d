import type { CodeEvent } from '../capture/capture';

/** What a console says of an event. */
export function wordsOf({ kind, text, packets, end, unsent }: CodeEvent): string {
  switch (kind) {
    case 'ended':
      return 'has ended';
    case 'emit':
      return `→ ${text}${packets.length > 0 ? sentWords(unsent) : unsentWords(end, unsent)}`;
    case 'reply':
      return '→ the answer';
    case 'listener':
      return `← ${text}`;
    case 'answered':
      return packets.length > 0 ? '← the answer' : noAnswerWords(end);
    case 'uncaught':
      return end === 'server' ? `${text}. Nobody caught it: Node would end here.` : `Uncaught ${text}`;
    default:
      return text;
  }
}

type Unsent = CodeEvent['unsent'];

const sentWords = (unsent: Unsent): string => (unsent === 'kept' ? ', kept until connected, then sent' : '');

/** Why an emit has no packet. */
function unsentWords(end: CodeEvent['end'], unsent: Unsent): string {
  if (unsent === 'kept') return ', kept until connected';
  if (unsent === 'dropped') return ', dropped: it is volatile, and could not be sent at once';
  return end === 'server' ? ', to nobody' : ', not on the wire';
}

/** A client waits for one answer. A server may have asked many clients: their answers are not one packet. */
function noAnswerWords(end: CodeEvent['end']): string {
  return end === 'client'
    ? '✕ no answer: the callback gets an error'
    : '✕ not exactly one answer: the callback gets those that have come';
}
