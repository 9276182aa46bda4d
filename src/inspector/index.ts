/** The inspector: what is selected, taken apart into layers, fields, bytes and bits. */
export { Inspector, unitView } from './inspector';
export { nameOfUnit } from './names';
export type { InspectorProps } from './parts';
