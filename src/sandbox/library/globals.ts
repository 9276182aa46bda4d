import { Buffer } from './buffer';
import { console } from './console';
import { process } from './process';
import { libraryTimers } from './timers';
import { URL } from './url';

/** What the library's own files take for globals: the bundler puts these in their place. */
const { setTimeout, setInterval, clearTimeout, clearInterval } = libraryTimers;

export { Buffer, clearInterval, clearTimeout, console, process, setInterval, setTimeout, URL };
