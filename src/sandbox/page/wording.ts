/** Stands for the wording of the sandbox: a browser's own errors stay as they are. */
export const inWordsOfV8 = (error: unknown): unknown => error;
