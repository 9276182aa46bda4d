/** The rules of the opening handshake as both ends check them (RFC 6455 §4, §9.1; RFC 7692 §7; WebSockets Standard). */
export { addFaults } from './add-faults';
export { faultsOfRequest } from './request-rules';
export { failsConnection, faultsOfResponse } from './response-rules';
