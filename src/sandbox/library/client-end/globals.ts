import { libraryTimers } from '../timers';
import { Blob } from '../web';

/** What the client library's own files take for globals: the bundler puts these in their place. */
const { setTimeout, clearTimeout } = libraryTimers;

/** The page that the program belongs to: `io()` without an address goes there. The host puts the lab in its place. */
const location = { protocol: 'http:', host: 'localhost:3000', hostname: 'localhost', port: '3000' };

export { Blob, clearTimeout, location, setTimeout };
