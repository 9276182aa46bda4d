/** What a request target below `/lab/` names. */
export interface LabTarget {
  readonly id: string;
  /** The path below the lab without its leading slash: "ws", "object/3", "" for the lab itself. */
  readonly path: string;
  readonly query: URLSearchParams;
}

const LAB_TARGET =
  /^(?:https?:\/\/[^/?#]*)?\/lab\/([A-Za-z0-9_-]{1,64})(?:\/([^?#]*))?(?:\?([^#]*))?(?:#.*)?$/;

/** The lab that a request target names (origin-form or absolute-form, RFC 9112 §3.2), or null. */
export function parseLabTarget(target: string): LabTarget | null {
  const match = LAB_TARGET.exec(target);
  if (!match) return null;
  return { id: match[1]!, path: match[2] ?? '', query: new URLSearchParams(match[3] ?? '') };
}

/** Whether a request is about the lab itself: it is not the lab's traffic, and the tap never keeps it. */
export function isControl(path: string): boolean {
  return CONTROL.has(path) || path.startsWith('raw/') || path.startsWith('frame/');
}

const CONTROL = new Set([
  '',
  'feed',
  'impairment',
  'end',
  'say',
  'newsroom',
  'sharing',
  'guests',
  'code',
  'raw',
  'answer',
  'frame',
]);
