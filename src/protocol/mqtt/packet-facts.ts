/** What labels, sentences and pairs need from a packet; each only if its kind has it. */
export interface Facts {
  clientId?: string;
  /** As people write it: "5.0". */
  protocol?: string;
  keepAliveSeconds?: number;
  isClean?: boolean;
  isSessionPresent?: boolean;
  qos?: number;
  isDuplicate?: boolean;
  isRetained?: boolean;
  packetId?: number;
  topic?: string;
  topicAlias?: number;
  /** Topic filters of a SUBSCRIBE or UNSUBSCRIBE. */
  filters?: string[];
  /** Reason or return codes, and what the first of them says. */
  codes?: number[];
  reason?: string;
  reasonText?: string;
  /** Where the application message begins. */
  payloadStart?: number;
}

/** "1 at least once" */
export function qosText(qos: number): string {
  return `${qos} ${['at most once', 'at least once', 'exactly once', 'reserved'][qos]}`;
}
