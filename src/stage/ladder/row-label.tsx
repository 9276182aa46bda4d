import type { Decoder } from '../../protocol/decoder';
import { layerOf } from '../../protocol/layers';
import type { Fault, Unit } from '../../protocol/unit';
import { count } from '../format';
import { faultyIn, innermostOf } from '../innermost';
import { headerWords } from './header-words';
import { asksToSwitch, carrierOf } from './http-words';
import type { LadderRowProps } from './ladder-row';
import { excerptOf } from './search';

/** The beginning of what is quoted, and the rest. */
const LONG_QUOTE = /(“.{8}).{3,}”/u;
/** As many characters as have room beside a row's times on a laptop. */
const MOST_CHARACTERS = 50;

/** What an arrow says: the unit's label, and what else is to be seen of it. */
export function RowLabel(props: LadderRowProps) {
  const { unit, decoder, query, code } = props;
  const top = innermostOf(decoder, unit);
  const fault = faultyIn(decoder, unit)?.fault ?? null;
  // What is wrong says more, and needs the room.
  const header = fault ? null : headerWords(decoder, unit);
  const label = labelOf(decoder, unit, top);
  const carrier = carrierOf(decoder, unit, top);
  const isLong = query === null && [label, header, code].join('').length > MOST_CHARACTERS;
  // No endpoint reads it: what else is to be noticed has no room.
  const isBesides = fault?.kind === 'notice' && unit.isAfterFailure;
  if (props.isNarrow) {
    // The inspector says the rest.
    return (
      <>
        {props.who !== null && <i>{props.who}: </i>}
        {props.hasPort && <i>:{props.port} </i>}
        <Found text={label.replace(LONG_QUOTE, '$1…”')} query={query} decoder={decoder} unit={unit} />
        {props.burst !== null && <i> · {props.burst}</i>}
        {props.clients > 1 && <i> · to {props.clients} clients</i>}
        {props.isSwallowed && <i> · swallowed</i>}
        {props.isAdded && <i> · added</i>}
      </>
    );
  }
  return (
    <>
      {props.who !== null && <i>{props.who}: </i>}
      {props.hasPort && <i>:{props.port} </i>}
      {carrier !== null && <i>{carrier} · </i>}
      {props.says === null || query !== null ? (
        <Found text={isLong ? label.replace(LONG_QUOTE, '$1…”') : label} {...{ query, decoder, unit }} />
      ) : (
        <code>{props.says}</code>
      )}
      {props.burst !== null && <i> · {props.burst}</i>}
      {props.clients > 1 && <i> · to {props.clients} clients</i>}
      {header !== null && props.says === null && (
        <i data-mask data-hidden={props.devTools || undefined}>
          {' '}
          · {header}
        </i>
      )}
      {code === null && asksToSwitch(decoder, unit) && <i> · Upgrade</i>}
      {props.readCount > 1 && <i> · in {count(props.readCount, 'read')}</i>}
      {props.writeCount > 1 && <i> · of {count(props.writeCount, 'write')}</i>}
      {props.isTogether && <i> · of the same write</i>}
      {props.isSwallowed && <i> · swallowed</i>}
      {props.isAdded && <i> · added, not recorded</i>}
      {unit.partial && !fault && <i> · incomplete</i>}
      {fault && !isBesides && <i> · {faultNote(fault)}</i>}
      {unit.isAfterFailure && <i> · after a broken rule</i>}
      {code !== null && <code> {code}</code>}
    </>
  );
}

/** The label of what a unit carries; a fragment has its own, since the rest of the message is elsewhere. */
function labelOf(decoder: Decoder, unit: Unit, top: Unit): string {
  const isFragment = layerOf(top.layer).joins !== undefined && decoder.carriersOf(top).length > 1;
  return decoder.labelOf(isFragment ? unit : top);
}

/** What is wrong, in a word or two. */
function faultNote({ kind, spec }: Fault): string {
  // The document and the section; the name of an algorithm has no room here.
  if (kind === undefined) return `breaks ${spec.split(',')[0]}`;
  return { limit: 'beyond this page’s limit', notice: 'see the notice', cut: 'cut off' }[kind];
}

interface FoundProps {
  readonly text: string;
  readonly query: string | null;
  readonly decoder: Decoder;
  readonly unit: Unit;
}

/** The label with the search text marked, or followed by the match elsewhere in the unit. */
function Found({ text, query, decoder, unit }: FoundProps) {
  if (query === null) return text;
  const at = text.toLowerCase().indexOf(query.toLowerCase());
  if (at < 0) {
    return (
      <>
        {text} · <mark>{excerptOf(decoder, unit, query) ?? query}</mark>
      </>
    );
  }
  const end = at + query.length;
  return (
    <>
      {text.slice(0, at)}
      <mark>{text.slice(at, end)}</mark>
      {text.slice(end)}
    </>
  );
}
