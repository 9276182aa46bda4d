/** A colour as linear light: red, green and blue of sRGB from 0 to 1. */
type Light = readonly [number, number, number];

/** Kinds of vision: normal, the three dichromacies, and grey (a print, a bad projector). */
export const SIGHTS = ['trichromacy', 'protanopia', 'deuteranopia', 'tritanopia', 'grey'] as const;
export type Sight = (typeof SIGHTS)[number];

/** Severity 1.0 of G. M. Machado, M. M. Oliveira, L. A. F. Fernandes: A Physiologically-based Model for Simulation of Color Vision Deficiency (2009). */
const MACHADO: Readonly<Record<Exclude<Sight, 'trichromacy' | 'grey'>, readonly Light[]>> = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** @throws RangeError when the colour is not written as `#rrggbb`. */
export function lightOf(hex: string): Light {
  if (!/^#[0-9a-f]{6}$/i.test(hex)) throw new RangeError(`a colour must be #rrggbb, got ${hex}`);
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

/** The light that looks the same to someone with full colour vision. */
export function seenBy(sight: Sight, light: Light): Light {
  if (sight === 'trichromacy') return light;
  if (sight === 'grey') {
    const y = luminance(light);
    return [y, y, y];
  }
  const row = ([r, g, b]: Light) => Math.min(1, Math.max(0, r * light[0] + g * light[1] + b * light[2]));
  const [red, green, blue] = MACHADO[sight];
  return [row(red!), row(green!), row(blue!)];
}

/** Contrast ratio of WCAG 2.2, 1 to 21. */
export function contrast(one: Light, other: Light): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter! + 0.05) / (darker! + 0.05);
}

/** Euclidean distance in OKLab (B. Ottosson, 2020), times 100: about 2 is just noticed side by side, black to white is 100. */
export function distance(one: Light, other: Light): number {
  const [a, b] = [oklab(one), oklab(other)];
  return 100 * Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

function luminance([r, g, b]: Light): number {
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function oklab([r, g, b]: Light): Light {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}
