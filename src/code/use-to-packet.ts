import { useCallback } from 'react';
import type { Unit } from '../protocol/unit';
import type { Pointing } from '../timeline/pointing';

/** Selects a packet on the stage; the same function each time. */
export const useToPacket = (pointing: Pointing) =>
  useCallback((packet: Unit) => pointing.select({ unit: packet, range: null }), [pointing]);
