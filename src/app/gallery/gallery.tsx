import { useState } from 'react';
import { SegmentedControl } from '../../ui/SegmentedControl';
import { type FixtureName, fixtures } from './fixtures';
import styles from './gallery.module.css';
import { PARTS, type Part } from './specimen';

const THEMES = ['light', 'dark', 'projector'] as const;
const SIZES = {
  laptop: [1440, 900],
  projector: [1920, 1080],
  tablet: [768, 1024],
  phone: [390, 844],
} as const;

type Theme = (typeof THEMES)[number];
type Size = keyof typeof SIZES;

/** A part alone needs no more than this of the height. */
const PART_HEIGHT = { all: 1, wire: 0.45, ladder: 0.7, inspector: 1, transport: 0.2 } as const;

const choices = <Value extends string>(values: readonly Value[]) =>
  values.map((value) => ({ value, label: value }));

/** All states side by side, each in a window of its own size. */
export function Gallery() {
  const [part, setPart] = useState<Part>('wire');
  const [theme, setTheme] = useState<Theme>('light');
  const [size, setSize] = useState<Size>('laptop');
  const [width, height] = SIZES[size];
  return (
    <main className={styles.gallery}>
      <h1 className={styles.title}>Gallery</h1>
      <div className={styles.choices}>
        <SegmentedControl label="Part" options={choices(PARTS)} value={part} onChange={setPart} />
        <SegmentedControl label="Theme" options={choices(THEMES)} value={theme} onChange={setTheme} />
        <SegmentedControl
          label="Size"
          options={choices(Object.keys(SIZES) as Size[])}
          value={size}
          onChange={setSize}
        />
      </div>
      {Object.keys(fixtures).map((name) => {
        const address = `?${new URLSearchParams({ fixture: name as FixtureName, part, theme, select: '0' })}`;
        return (
          <section key={name} className={styles.state}>
            <h2>
              <a href={address}>{name}</a>
            </h2>
            <iframe
              title={name}
              src={address}
              loading="lazy"
              width={width}
              height={Math.round(height * PART_HEIGHT[part])}
            />
          </section>
        );
      })}
    </main>
  );
}
