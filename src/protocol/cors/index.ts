/** Why a browser hides a response from a page of another origin (Fetch Standard, “CORS protocol”). */
export { addFaults } from '../opening/add-faults';
export { faultsOfSharing } from './sharing';
