/** The element in which a student's page runs, and where in the document it is. */

/** What a student's page may do: run scripts, and have forms, which go nowhere. Its origin is its own, so it can read nothing here. */
const SANDBOX = 'allow-scripts allow-forms';

/** A frame for the page of this client, of this run. It loads once it is in the document. */
export function createFrame(lab: string, client: number, run: number): HTMLIFrameElement {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', SANDBOX);
  frame.title = `Page of client ${client}`;
  // The page's `window.name`: pages with the same text can tell which of them they are.
  frame.name = `client-${client}`;
  frame.dataset.client = String(client);
  frame.dataset.run = String(run);
  frame.src = `${lab}/frame?at=${encodeURIComponent(lab)}`;
  return frame;
}

/**
 * Puts a frame into this place, or where nobody sees it: a page goes on while it is not shown. A browser that cannot move a frame loads
 * it again.
 */
export function placeFrame(frame: HTMLIFrameElement, place: Element | null): void {
  const target = place ?? parking();
  if (frame.parentElement === target) return;
  // Moves it without loading it again (DOM Standard §4.2.3).
  const canMove = 'moveBefore' in Element.prototype && frame.isConnected && target.isConnected;
  if (canMove) target.moveBefore(frame, null);
  else target.append(frame);
}

let parked: HTMLElement | null = null;

function parking(): HTMLElement {
  if (!parked) {
    parked = document.createElement('div');
    parked.hidden = true;
    document.body.append(parked);
  }
  return parked;
}
