import { STATUS_SPECS } from './field-terms';
import type { Term } from './layer';

const define = (code: `${keyof typeof STATUS_SPECS}`, text: string): Term => ({
  name: `Status code ${code}`,
  text,
  spec: STATUS_SPECS[code],
});

/** Common status codes, by `status-` and the code, and each class by its first digit. */
export const STATUS_TERMS: Readonly<Record<`status-${keyof typeof STATUS_SPECS}`, Term>> = {
  'status-100': define('100', 'Continue: the server waits for the body.'),
  'status-101': define(
    '101',
    'Switching Protocols: the server agrees, and the bytes after this response are the new protocol.',
  ),
  'status-200': define('200', 'OK: the request has succeeded, and here is the answer.'),
  'status-201': define('201', 'Created: something new exists now.'),
  'status-202': define('202', 'Accepted: taken, but not done yet.'),
  'status-204': define('204', 'No Content: done, and there is nothing to say; no body follows.'),
  'status-206': define('206', 'Partial Content: the part of the whole that was asked for.'),
  'status-301': define('301', 'Moved Permanently: from now on it is where the Location field says.'),
  'status-302': define('302', 'Found: for now it is where the Location field says.'),
  'status-303': define('303', 'See Other: fetch the answer with GET from the Location field.'),
  'status-304': define('304', 'Not Modified: what the client has kept is still right; no body follows.'),
  'status-307': define('307', 'Temporary Redirect: send the same request to where the Location field says.'),
  'status-308': define(
    '308',
    'Permanent Redirect: from now on send the same request to where the Location field says.',
  ),
  'status-400': define('400', 'Bad Request: the server cannot make sense of the request.'),
  'status-401': define('401', 'Unauthorized: the client must say who it is.'),
  'status-403': define('403', 'Forbidden: the server understood, and refuses.'),
  'status-404': define('404', 'Not Found: there is nothing at this target.'),
  'status-405': define(
    '405',
    'Method Not Allowed: the target exists, but not for this method; Allow names those it knows.',
  ),
  'status-408': define('408', 'Request Timeout: the request did not come whole in time.'),
  'status-409': define('409', 'Conflict: the request does not fit the current state of the target.'),
  'status-410': define('410', 'Gone: it was here, and will not be again.'),
  'status-411': define('411', 'Length Required: the request must say how long its body is.'),
  'status-413': define('413', 'Content Too Large: the body is longer than the server takes.'),
  'status-414': define('414', 'URI Too Long: the target is longer than the server takes.'),
  'status-415': define('415', 'Unsupported Media Type: the server does not take a body of this type.'),
  'status-417': define('417', 'Expectation Failed: the server cannot do what Expect asks for.'),
  'status-421': define('421', 'Misdirected Request: this server does not answer for this host.'),
  'status-426': define(
    '426',
    'Upgrade Required: the server answers only in the protocol that its Upgrade field names.',
  ),
  'status-429': define('429', 'Too Many Requests: the client must wait before it asks again.'),
  'status-431': define('431', 'Request Header Fields Too Large: the head is longer than the server takes.'),
  'status-500': define('500', 'Internal Server Error: the server failed, whatever was asked.'),
  'status-501': define('501', 'Not Implemented: the server does not know how to do this at all.'),
  'status-502': define('502', 'Bad Gateway: a server in between got an answer that it could not use.'),
  'status-503': define('503', 'Service Unavailable: not now; Retry-After may say when.'),
  'status-504': define('504', 'Gateway Timeout: a server in between waited in vain for an answer.'),
  'status-505': define('505', 'HTTP Version Not Supported: the server does not speak this version.'),
  'status-1xx': define('1xx', 'Informational: the final response is still to come, except after 101.'),
  'status-2xx': define('2xx', 'Successful: the request was received, understood and accepted.'),
  'status-3xx': define('3xx', 'Redirection: the client has to do something more.'),
  'status-4xx': define('4xx', 'Client error: the request is wrong, or cannot be done as asked.'),
  'status-5xx': define('5xx', 'Server error: the request seemed right, and the server failed.'),
};
