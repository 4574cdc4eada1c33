// A view of the map: whole cells, and marks whose counts are what the cells say.
import { describe, expect, it } from 'vitest';
import {
  getVisibleBox,
  getBoundingBox,
  type Cell,
  getCellZoom,
  isSameView,
  createMarks,
  snapToCells,
} from './map-view';

const box = (south: number, west: number, north: number, east: number) => ({ south, west, north, east });
const cell = (id: string, count: number, bounds = box(0, 0, 10, 10)): Cell => ({
  id,
  count,
  bounds,
  position: { latitude: 5, longitude: 5 },
});
const pin = (id: string, latitude: number, longitude: number) => ({ id, position: { latitude, longitude } });

describe('the box around a view', () => {
  const size = { width: 1024, height: 512 };

  it('is what a map of that size shows', () => {
    expect(getVisibleBox({ latitude: 0, longitude: 10, zoom: 2 }, size)).toMatchObject({ west: -80, east: 100 });
    const { north, south } = getVisibleBox({ latitude: 0, longitude: 10, zoom: 2 }, size);
    expect(north).toBeCloseTo(40.98, 2);
    expect(south).toBeCloseTo(-north);
  });

  it('crosses the antimeridian', () => {
    expect(getVisibleBox({ latitude: 0, longitude: 175, zoom: 3 }, size)).toMatchObject({ west: 130, east: -140 });
    expect(getVisibleBox({ latitude: 0, longitude: -175, zoom: 3 }, size)).toMatchObject({ west: 140, east: -130 });
  });

  it('goes round the world and ends with it', () => {
    expect(getVisibleBox({ latitude: 60, longitude: 100, zoom: 0.5 }, size)).toMatchObject({ west: -180, east: 180 });
    expect(getVisibleBox({ latitude: 84, longitude: 0, zoom: 2 }, size).north).toBeCloseTo(85.0511, 3);
  });
});

describe('the box around points', () => {
  const at = (...lngs: number[]) => getBoundingBox(lngs.map((longitude) => ({ latitude: 1, longitude })));

  it('is the narrowest, also across the antimeridian', () => {
    expect(at(20, -10, 5)).toMatchObject({ west: -10, east: 20 });
    expect(at(-179, 178, 170)).toMatchObject({ west: 170, east: -179 });
    expect(at(7)).toMatchObject({ west: 7, east: 7 });
  });
});

describe('whole cells', () => {
  it('stay the same while one moves inside of them', () => {
    const here = snapToCells(box(10, 100, 20, 110), 5);
    expect(snapToCells(box(10.5, 100.9, 20.2, 111), 5)).toEqual(here);
    expect(snapToCells(box(10, 112.6, 20, 118), 5)).not.toEqual(here);
  });

  it('cross the antimeridian, and go round the world where the box does', () => {
    const { west, east } = snapToCells(box(-20, 170, 0, -170), 4);
    expect([west, east]).toEqual([168.75, -168.75]);
    expect(snapToCells(box(-90, -180, 90, 180), 2)).toMatchObject({ west: -180, east: 180 });
    expect(snapToCells(box(-20, 20, 0, 10), 2)).toMatchObject({ west: -180, east: 180 });
  });

  it('end where Mercator ends', () => {
    const { north, south } = snapToCells(box(-90, 0, 90, 1), 3);
    expect(north).toBeLessThan(85.06);
    expect(south).toBeCloseTo(-north);
  });

  it('are smaller on a phone, and never finer than what is counted', () => {
    expect([getCellZoom(0.4, 1200), getCellZoom(4.9, 1200), getCellZoom(4.9, 390), getCellZoom(20, 390)]).toEqual([
      2, 6, 7, 16,
    ]);
  });
});

describe('marks', () => {
  const pins = [pin('a', 1, 1), pin('b', 2, 2), pin('c', 20, 20)];
  const cells = [cell('01', 2), cell('02', 1, box(10, 10, 30, 30)), cell('03', 7, box(-30, 10, 0, 30))];

  it('are cells from afar, but a single pin is itself', () => {
    expect(createMarks(cells, pins, 3).map(({ id, count }) => [id, count])).toEqual([
      ['01', 2],
      ['c', 1],
      ['03', 7],
    ]);
  });

  it('are pins near by, joined where they would cover each other', () => {
    expect(createMarks(cells, pins, 9).map(({ id, count }) => [id, count])).toEqual([
      ['a', 1],
      ['b', 1],
      ['c', 1],
      ['03', 7],
    ]);
    expect(createMarks([cell('01', 2)], [pin('a', 1, 1), pin('b', 1.001, 1)], 9)).toMatchObject([
      { id: 'a', count: 2 },
    ]);
  });

  it('always add up to what the cells count', () => {
    for (const zoom of [0, 5, 8, 12])
      expect(createMarks(cells, pins, zoom).reduce((sum, { count }) => sum + count, 0)).toBe(10);
  });

  it('know a pin beyond the end of Mercator', () => {
    const polar = cell('0', 1, box(66.5, -180, 85.0511, 0));
    expect(createMarks([polar], [pin('north', 89.9, -10)], 2)).toMatchObject([{ id: 'north' }]);
  });
});

it('a view is the same up to what one sees', () => {
  const view = { latitude: 10, longitude: 179.999, zoom: 3 };
  expect(isSameView(view, { ...view, longitude: -179.999 })).toBe(true);
  expect(isSameView(view, { ...view, zoom: 3.5 })).toBe(false);
});
