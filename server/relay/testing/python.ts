import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Where Debian installs it may be hidden by another Python. */
const PYTHONS = ['python3', '/usr/bin/python3'];
const MISSING =
  'python3-websockets is missing (Debian: apt-get install python3-websockets): the relay is not tried before a Python server.';

/** A Python that has the package websockets; null without one, which is told. In CI there must be one. */
export function pythonWithWebsockets(): string | null {
  const found = PYTHONS.find((python) => spawnSync(python, ['-c', 'import websockets']).status === 0);
  if (found !== undefined) return found;
  if (process.env.CI) throw new Error(MISSING);
  console.log(MISSING);
  return null;
}

/** Answers each message with its length and itself, in fragments; “bye” with a Close frame of its own. */
const SERVER = `
import asyncio, sys, websockets

async def handle(socket, path=None):
    async for message in socket:
        if message == "bye":
            await socket.close(4000, "as you wish")
            return
        elif isinstance(message, bytes):
            await socket.send(message[::-1])
        else:
            await socket.send([str(len(message)), ":", message])

async def main():
    async with websockets.serve(handle, "127.0.0.1", 0, subprotocols=["echo.v1"]) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await asyncio.Future()

asyncio.run(main())
`;

/** A WebSocket server in Python, and its port. */
export async function startPythonServer(python: string): Promise<{ child: ChildProcess; port: number }> {
  const child = spawn(python, ['-c', SERVER], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) return { child, port: Number(line) };
  throw new Error('The Python server ended before it listened.');
}
