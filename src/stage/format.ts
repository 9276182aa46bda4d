/** "579 B", "1.2 kB", "3.4 MB": for counters, decimal. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(bytes < 10_000 ? 2 : 1)} kB`;
  return `${(bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 2 : 1)} MB`;
}

/** A duration in a suitable unit: "0.4 ms", "81 ms", "0.81 s", "5.0 s", "2 min 5 s". */
export function formatSpan(micros: number): string {
  const ms = micros / 1000;
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  if (ms < 500) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 1) return `${seconds.toFixed(2)} s`;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}

/** "00:42", "1:00:42". */
export function formatAge(micros: number): string {
  const seconds = Math.max(0, Math.floor(micros / 1_000_000));
  const pad = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  return hours > 0
    ? `${hours}:${pad(minutes % 60)}:${pad(seconds % 60)}`
    : `${pad(minutes)}:${pad(seconds % 60)}`;
}

/** The playhead: "00:09.205". */
export function formatClock(micros: number): string {
  const ms = Math.max(0, Math.floor(micros / 1000));
  return `${formatAge(micros)}.${String(ms % 1000).padStart(3, '0')}`;
}

/** A whole number with grouped thousands: "1 200". */
export function formatNumber(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

/** "1 frame", "6 frames". */
export function count(number: number, noun: string): string {
  return `${formatNumber(number)} ${noun}${number === 1 ? '' : 's'}`;
}
