/** The inspector: what is selected, taken apart into layers, fields, bytes and bits. */
export { Inspector } from './inspector';
export { nameOfUnit } from './names';
