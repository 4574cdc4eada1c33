import { expect, it } from 'vitest';
import { moveToPlace, NO_PIN, moveToPoint, getPoint } from './new-pin';

const HANOI = { name: 'Hanoi', country: 'VN', latitude: 21.02, longitude: 105.85 };
const HUE = { name: 'Huế', country: 'VN', latitude: 16.46, longitude: 107.59 };

it('A typed name outlasts every click on the map and every place found', () => {
  const typed = { ...NO_PIN, name: 'The bench by the lake' };
  expect(moveToPoint(typed, HANOI).name).toBe('The bench by the lake');
  expect(moveToPlace(moveToPoint(typed, HANOI), HUE).name).toBe('The bench by the lake');
});

it('A name that a search gave is replaced by the next, kept near its town, and let go far from it', () => {
  const hanoi = moveToPlace(NO_PIN, HANOI);
  expect(moveToPlace(hanoi, HUE).name).toBe('Huế');
  expect(moveToPoint(hanoi, { latitude: 21.04, longitude: 105.84 }).name).toBe('Hanoi');
  expect(moveToPoint(hanoi, HUE).name).toBe('');
});

it('Typed coordinates are a point once both are within the world', () => {
  expect(getPoint({ ...NO_PIN, latitude: '21.02', longitude: '105.85' })).toEqual({
    latitude: 21.02,
    longitude: 105.85,
  });
  expect(getPoint({ ...NO_PIN, latitude: '21.02' })).toBeNull();
  expect(getPoint({ ...NO_PIN, latitude: '91', longitude: '0' })).toBeNull();
  expect(getPoint({ ...NO_PIN, latitude: '-', longitude: '0' })).toBeNull();
});
