const RESET = '\u001b[0m';

/** Whether stdout is a terminal whose owner wants colours (no-color.org). */
export const hasColours = (): boolean => process.stdout.isTTY === true && !process.env.NO_COLOR;

const CODES = { dim: 2, bold: 1, red: 31, yellow: 33, blue: 34, magenta: 35, green: 32 } as const;

export type Colour = keyof typeof CODES;

/** Text in a colour of the terminal. */
export const paint = (colour: Colour, text: string): string => `\u001b[${CODES[colour]}m${text}${RESET}`;
