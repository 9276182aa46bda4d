/** Longest wait for a listener while the page is hidden and the browser gives it no frames. */
const HIDDEN_MS = 250;

/** Runs `task` once before the next frame is painted; without frames (no browser, a hidden page) soon anyway. */
export function nextFrame(task: () => void): void {
  if (typeof requestAnimationFrame === 'undefined') queueMicrotask(task);
  else if (document.hidden) setTimeout(task, HIDDEN_MS);
  else requestAnimationFrame(task);
}
