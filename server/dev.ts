import type { Server } from 'node:http';
import type { Site } from './site';

/** Serves the pages from their sources, with hot reload on the server's own port. `root` is the project's folder. */
export async function createDevSite(root: string, http: Server): Promise<Site & { close(): Promise<void> }> {
  const { createServer } = await import('vite');
  const vite = await createServer({
    root,
    appType: 'spa',
    server: { middlewareMode: { server: http }, hmr: { server: http } },
  });
  return {
    answer(request, response) {
      return new Promise((resolve) => {
        response.on('close', () => resolve());
        vite.middlewares(request, response, () => response.writeHead(404).end());
      });
    },
    // Vite's connection for hot reload.
    takesUpgrade: ({ headers }) => headers['sec-websocket-protocol']?.startsWith('vite-') ?? false,
    close: () => vite.close(),
  };
}
