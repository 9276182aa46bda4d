/** Stands for the package `debug`, switched off. */
const debug = () => Object.assign(() => undefined, { enabled: false, extend: debug });
export default debug;
export { debug };
