/** Stands for what the library does to adapters when it runs on uWebSockets.js. */
const nothing = (): void => undefined;

export { nothing as patchAdapter, nothing as restoreAdapter, nothing as serveFile };
