import { LabLimit } from '../../inside';

/** Stands for the adapters that connect several servers. */
class ClusterAdapter {
  constructor() {
    throw new LabLimit('Adapters for several servers are left out here: a lab has one.');
  }
}

export { ClusterAdapter, ClusterAdapter as ClusterAdapterWithHeartbeat };
export const MessageType = {};
