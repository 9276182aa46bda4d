/** Whether a client's text is a page, which runs in a frame: it begins with a tag. Everything else is a program. */
export const isPage = (text: string): boolean => text.trimStart().startsWith('<');
