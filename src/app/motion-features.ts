/** The animation code of the stage, loaded after the page can be used. */
export { domAnimation as default } from 'framer-motion';
