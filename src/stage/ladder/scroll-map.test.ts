import { describe, expect, it } from 'vitest';
import { elementHeight, placeAt, scrolledTo, TALLEST_PX } from './scroll-map';

const VIEW = 600;
const yOf = ({ scrollTop, origin }: { scrollTop: number; origin: number }) => scrollTop + origin;

describe('scrolling a ladder taller than any element', () => {
  const tall = 44_000_000;

  it('is scrolling itself while an element can be as tall', () => {
    expect(elementHeight(50_000)).toBe(50_000);
    expect(placeAt(700, 50_000, VIEW)).toEqual({ scrollTop: 700, origin: 0 });
    expect(scrolledTo({ scrollTop: 0, origin: 0 }, 900, 50_000, VIEW)).toEqual({ scrollTop: 900, origin: 0 });
  });

  it('reaches both ends by the bar', () => {
    const start = placeAt(5_000_000, tall, VIEW);
    expect(yOf(scrolledTo(start, 0, tall, VIEW))).toBe(0);
    expect(yOf(scrolledTo(start, TALLEST_PX - VIEW, tall, VIEW))).toBe(tall - VIEW);
  });

  it('goes short ways exactly', () => {
    let place = placeAt(20_000_000, tall, VIEW);
    const from = yOf(place);
    for (let i = 0; i < 50; i++) place = scrolledTo(place, place.scrollTop + 100, tall, VIEW);
    expect(yOf(place) - from).toBe(5_000);
  });

  it('comes to the start by short ways too, never stopped by the edge of the element', () => {
    let place = scrolledTo(placeAt(2_000_000, tall, VIEW), 1_000_060, tall, VIEW);
    let steps = 0;
    for (; yOf(place) > 0 && steps < 20_000; steps++) {
      const next = scrolledTo(place, Math.max(0, place.scrollTop - 100), tall, VIEW);
      expect(yOf(place) - yOf(next)).toBeLessThanOrEqual(100 + 1e-6);
      place = next;
    }
    expect(yOf(place)).toBe(0);
  });
});
