import { useMemo } from 'react';
import { qrCodeOf } from '../../qr/qr-code';

/** The light border that readers need, in modules. */
const QUIET = 4;

/** A QR code of an address; nothing for one that is too long. Black on white in every theme, since some readers know no other. */
export function QrFigure({ text, className }: { readonly text: string; readonly className?: string }) {
  const code = useMemo(() => {
    try {
      return qrCodeOf(text);
    } catch {
      return null;
    }
  }, [text]);
  if (!code) return null;
  const size = code.length + 2 * QUIET;
  const modules = code.flatMap((row, y) =>
    row.map((isDark, x) => (isDark ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : '')),
  );
  return (
    <svg className={className} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={`QR code of ${text}`}>
      <rect width={size} height={size} fill="#fff" />
      <path d={modules.join('')} fill="#000" shapeRendering="crispEdges" />
    </svg>
  );
}
