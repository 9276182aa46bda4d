import { HEADER_TERMS } from './terms-headers';
import { STATUS_TERMS } from './terms-status';

/** A key of `TERMS`, and the section that defines it. */
interface TermPlace {
  readonly term: string;
  readonly spec: string;
}

/** The term of a header field by its name, whatever its case; the general one for names that are not in the table. */
export function headerTerm(name: string): TermPlace {
  const term = `header-${name.toLowerCase()}`;
  const known = Object.hasOwn(HEADER_TERMS, term) ? HEADER_TERMS[term] : undefined;
  return known ? { term, spec: known.spec } : { term: 'header-field', spec: 'RFC 9110 §5' };
}

/** The term of a status code: its own, that of its class, or the general one for what is no status code. */
export function statusTerm(code: string): TermPlace {
  for (const term of [`status-${code}`, `status-${code[0]}xx`]) {
    const known = code.length === 3 && Object.hasOwn(STATUS_TERMS, term) ? STATUS_TERMS[term] : undefined;
    if (known) return { term, spec: known.spec };
  }
  return { term: 'status-code', spec: 'RFC 9110 §15' };
}
