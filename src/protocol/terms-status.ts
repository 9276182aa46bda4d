import type { Term } from './layer';

const define = (code: string, text: string, spec: string): Term => ({
  name: `Status code ${code}`,
  text,
  spec,
});

/** Status codes that one meets, by `status-` and the code, and each class by its first digit. */
export const STATUS_TERMS: Readonly<Record<string, Term>> = {
  'status-100': define('100', 'Continue: the server waits for the body.', 'RFC 9110 §15.2.1'),
  'status-101': define(
    '101',
    'Switching Protocols: the server agrees, and the bytes after this response are the new protocol.',
    'RFC 9110 §15.2.2',
  ),
  'status-200': define('200', 'OK: the request has succeeded, and here is the answer.', 'RFC 9110 §15.3.1'),
  'status-201': define('201', 'Created: something new exists now.', 'RFC 9110 §15.3.2'),
  'status-202': define('202', 'Accepted: taken, but not done yet.', 'RFC 9110 §15.3.3'),
  'status-204': define(
    '204',
    'No Content: done, and there is nothing to say; no body follows.',
    'RFC 9110 §15.3.5',
  ),
  'status-206': define(
    '206',
    'Partial Content: the part of the whole that was asked for.',
    'RFC 9110 §15.3.7',
  ),
  'status-301': define(
    '301',
    'Moved Permanently: from now on it is where the Location field says.',
    'RFC 9110 §15.4.2',
  ),
  'status-302': define('302', 'Found: for now it is where the Location field says.', 'RFC 9110 §15.4.3'),
  'status-303': define(
    '303',
    'See Other: fetch the answer with GET from the Location field.',
    'RFC 9110 §15.4.4',
  ),
  'status-304': define(
    '304',
    'Not Modified: what the client has kept is still right; no body follows.',
    'RFC 9110 §15.4.5',
  ),
  'status-307': define(
    '307',
    'Temporary Redirect: send the same request to where the Location field says.',
    'RFC 9110 §15.4.8',
  ),
  'status-308': define(
    '308',
    'Permanent Redirect: from now on send the same request to where the Location field says.',
    'RFC 9110 §15.4.9',
  ),
  'status-400': define(
    '400',
    'Bad Request: the server cannot make sense of the request.',
    'RFC 9110 §15.5.1',
  ),
  'status-401': define('401', 'Unauthorized: the client must say who it is.', 'RFC 9110 §15.5.2'),
  'status-403': define('403', 'Forbidden: the server understood, and refuses.', 'RFC 9110 §15.5.4'),
  'status-404': define('404', 'Not Found: there is nothing at this target.', 'RFC 9110 §15.5.5'),
  'status-405': define(
    '405',
    'Method Not Allowed: the target exists, but not for this method; Allow names those it knows.',
    'RFC 9110 §15.5.6',
  ),
  'status-408': define('408', 'Request Timeout: the request did not come whole in time.', 'RFC 9110 §15.5.9'),
  'status-409': define(
    '409',
    'Conflict: it does not fit the state that the target is in.',
    'RFC 9110 §15.5.10',
  ),
  'status-410': define('410', 'Gone: it was here, and will not be again.', 'RFC 9110 §15.5.11'),
  'status-411': define(
    '411',
    'Length Required: the request must say how long its body is.',
    'RFC 9110 §15.5.12',
  ),
  'status-413': define(
    '413',
    'Content Too Large: the body is longer than the server takes.',
    'RFC 9110 §15.5.14',
  ),
  'status-414': define(
    '414',
    'URI Too Long: the target is longer than the server takes.',
    'RFC 9110 §15.5.15',
  ),
  'status-415': define(
    '415',
    'Unsupported Media Type: the server does not take a body of this type.',
    'RFC 9110 §15.5.16',
  ),
  'status-417': define(
    '417',
    'Expectation Failed: the server cannot do what Expect asks for.',
    'RFC 9110 §15.5.18',
  ),
  'status-421': define(
    '421',
    'Misdirected Request: this server does not answer for this host.',
    'RFC 9110 §15.5.20',
  ),
  'status-426': define(
    '426',
    'Upgrade Required: the server answers only in the protocol that its Upgrade field names.',
    'RFC 9110 §15.5.22',
  ),
  'status-429': define('429', 'Too Many Requests: the client must wait before it asks again.', 'RFC 6585 §4'),
  'status-431': define(
    '431',
    'Request Header Fields Too Large: the head is longer than the server takes.',
    'RFC 6585 §5',
  ),
  'status-500': define(
    '500',
    'Internal Server Error: the server failed, whatever was asked.',
    'RFC 9110 §15.6.1',
  ),
  'status-501': define(
    '501',
    'Not Implemented: the server does not know how to do this at all.',
    'RFC 9110 §15.6.2',
  ),
  'status-502': define(
    '502',
    'Bad Gateway: a server in between got an answer that it could not use.',
    'RFC 9110 §15.6.3',
  ),
  'status-503': define('503', 'Service Unavailable: not now; Retry-After may say when.', 'RFC 9110 §15.6.4'),
  'status-504': define(
    '504',
    'Gateway Timeout: a server in between waited in vain for an answer.',
    'RFC 9110 §15.6.5',
  ),
  'status-505': define(
    '505',
    'HTTP Version Not Supported: the server does not speak this version.',
    'RFC 9110 §15.6.6',
  ),
  'status-1xx': define('1xx', 'Informational: the real response is still to come.', 'RFC 9110 §15.2'),
  'status-2xx': define(
    '2xx',
    'Successful: the request was received, understood and accepted.',
    'RFC 9110 §15.3',
  ),
  'status-3xx': define('3xx', 'Redirection: the client has to do something more.', 'RFC 9110 §15.4'),
  'status-4xx': define(
    '4xx',
    'Client error: the request is wrong, or cannot be done as asked.',
    'RFC 9110 §15.5',
  ),
  'status-5xx': define(
    '5xx',
    'Server error: the request seemed right, and the server failed.',
    'RFC 9110 §15.6',
  ),
};
