export { MessageFaults } from './message-faults';
