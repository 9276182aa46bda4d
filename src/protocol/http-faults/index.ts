export { beforeOf } from './before';
export { bodyLengthOf } from './body-length';
export { cutFault } from './cut';
export { faultOf } from './finding';
export { FIRST_BYTES, faultOfNoHead } from './first-bytes';
export { faultsOfHead } from './head-faults';
export { type LenientEvent, LenientFraming } from './lenient-framing';
