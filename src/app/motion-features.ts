/** What moves the stage: fetched once the page can be used, since nothing has to move before. */
export { domAnimation as default } from 'framer-motion';
