import { LabLimit } from '../../inside';
import { attach as attachToLab, LabConnection, LabEngine } from '../lab-engine';

/** Stands for the package `engine.io`. */
type Options = Readonly<Record<string, unknown>>;

export function attach(_server: unknown, options: Options = {}): LabEngine {
  const engine = new LabEngine(options);
  attachToLab(engine, options);
  return engine;
}
export const listen = (_port: number, options: Options = {}): LabEngine => attach(null, options);

class UWebSocketsServer {
  constructor() {
    throw new LabLimit(
      'attachApp is left out here: uWebSockets.js is no JavaScript, so it cannot run in the lab.',
    );
  }
}

export { LabConnection as Socket, LabEngine as Server, UWebSocketsServer as uServer };
export const transports = { polling: {}, websocket: {} };
export const protocol = 4;
