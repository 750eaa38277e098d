import { describe, expect, it } from 'vitest';
import { cover, intersection } from './cover';

describe('cover', () => {
  it('names the tile of a point', () => {
    // Kalloni: checked against the slippy map formula at zoom 12.
    expect(cover([26.207, 39.234, 26.207, 39.234], 12)).toEqual([{ z: 12, x: 2346, y: 1561 }]);
  });

  it('names neighbours whose buffer the point stands in', () => {
    const edge = (2347 / 4096) * 360 - 180;
    expect(cover([edge, 39.234, edge, 39.234], 12).map(({ x }) => x)).toEqual([2346, 2347]);
  });

  it('stays inside the world', () => {
    expect(cover([-180, -90, 180, 90], 1)).toHaveLength(4);
    expect(cover([180, 89, 180, 90], 3)).toEqual([{ z: 3, x: 7, y: 0 }]);
  });
});

describe('intersection', () => {
  it('is the common part, a touching edge included', () => {
    expect(intersection([0, 0, 2, 2], [1, 1, 3, 3])).toEqual([1, 1, 2, 2]);
    expect(intersection([0, 0, 1, 1], [1, 0, 2, 1])).toEqual([1, 0, 1, 1]);
    expect(intersection([0, 0, 1, 1], [2, 2, 3, 3])).toBeNull();
  });
});
