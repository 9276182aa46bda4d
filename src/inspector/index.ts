/** The inspector: the selected unit, taken apart into layers, fields, bytes and bits. */
export { Inspector, unitView } from './inspector';
export { nameOfUnit } from './names';
