import { describe, expect, it } from 'vitest';
import { type LayoutAsked, placesOf } from './stage-layout';

const WIDE: LayoutAsked = {
  width: 'wide',
  picture: 'ladder',
  has: { code: false, figure: false },
  choices: {},
  isSelected: false,
  isLow: false,
  tab: null,
};

describe('the places of the parts', () => {
  it('the picture is large, and the others are strips', () => {
    expect(placesOf(WIDE)).toEqual({
      wire: 'strip',
      code: 'away',
      figure: 'away',
      ladder: 'main',
      inspector: 'strip',
    });
  });

  it('what is selected opens the inspector, unless the student has closed it', () => {
    expect(placesOf({ ...WIDE, isSelected: true }).inspector).toBe('open');
    expect(placesOf({ ...WIDE, isSelected: true, choices: { inspector: false } }).inspector).toBe('strip');
  });

  it('beside code, the inspector opens with the first selection; on a low screen the code keeps the height', () => {
    const code: LayoutAsked = { ...WIDE, picture: 'code', has: { code: true, figure: false } };
    expect(placesOf(code).inspector).toBe('strip');
    expect(placesOf({ ...code, isSelected: true }).inspector).toBe('open');
    expect(placesOf({ ...code, isSelected: true, isLow: true }).inspector).toBe('strip');
    expect(placesOf({ ...code, isLow: true, choices: { inspector: true } }).inspector).toBe('open');
  });

  it('what the student has opened stays open while another part is large', () => {
    const choices = { wire: true };
    expect(placesOf({ ...WIDE, choices }).wire).toBe('open');
    expect(placesOf({ ...WIDE, choices, picture: 'inspector' }).wire).toBe('open');
    expect(placesOf({ ...WIDE, choices, picture: 'wire' }).wire).toBe('main');
  });

  it('without a picture, wire, ladder and inspector share the stage', () => {
    const { wire, ladder, inspector } = placesOf({ ...WIDE, picture: null });
    expect([wire, ladder, inspector]).toEqual(['open', 'main', 'main']);
  });

  it('where the parts are tabs, only the chosen one is there', () => {
    const places = placesOf({ ...WIDE, width: 'medium', tab: 'inspector' });
    expect(Object.entries(places).filter(([, place]) => place !== 'away')).toEqual([['inspector', 'main']]);
  });
});
