/**
 * Fetches what the page may still lack of its fonts: fetched later, they would open or use connections in the middle of
 * an experiment that counts connections or their idle time.
 */
export async function fetchFonts(): Promise<void> {
  await Promise.allSettled([...document.fonts].map((face) => face.load()));
}
