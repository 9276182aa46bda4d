/** Stands for what the library imports and does not use here: `fs`, `zlib`, `stream`, `ws` … */
export default {};
