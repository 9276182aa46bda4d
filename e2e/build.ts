import { build } from 'vite';

/** The tests run on the page as it is shipped, built from the sources as they are now. */
export default async function buildSite() {
  await build({ logLevel: 'warn' });
}
