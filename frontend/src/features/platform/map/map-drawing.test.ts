// @vitest-environment jsdom
import type { Map as MapLibre } from 'maplibre-gl';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { MapDrawing } from './map-drawing';

const HOUSE = 'https://tiles.example/style-{scheme}.json';

/** A map that notes what it is told, and tells what a test lets happen. */
function heldMap() {
  const listeners = new Map<string, Set<() => void>>();
  const map = {
    on: (name: string, listener: () => void) => listeners.set(name, (listeners.get(name) ?? new Set()).add(listener)),
    off: (name: string, listener: () => void) => listeners.get(name)?.delete(listener),
    setStyle: vi.fn(),
    setMaxZoom: vi.fn(),
  };
  const happens = (name: string) => [...(listeners.get(name) ?? [])].forEach((listener) => listener());
  return { map: map as unknown as MapLibre, calls: map, happens };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('draws the style of the configuration in both schemes, and closer than its own', () => {
  const drawing = new MapDrawing(HOUSE);
  expect([drawing.getStyle(true), drawing.getStyle(false)]).toEqual([
    'https://tiles.example/style-dark.json',
    'https://tiles.example/style-light.json',
  ]);
  expect(drawing.maxZoom).toBeGreaterThan(new MapDrawing(undefined).maxZoom);
});

it.each(['fails', 'never answers'])('a style that %s gives way to the bundled one, once, with a word', (how) => {
  const { map, calls, happens } = heldMap();
  const [drawing, told] = [new MapDrawing(HOUSE), vi.fn()];
  drawing.fallBackOnFailure(map, () => false, told);
  if (how === 'fails') happens('error');
  else vi.advanceTimersByTime(60_000);
  happens('error');
  expect(calls.setStyle).toHaveBeenCalledOnce();
  expect(drawing.getStyle(true)).toMatchObject({ version: 8 });
  expect(told).toHaveBeenCalledOnce();
});

it('a style that came stays, whatever tile is missing later', () => {
  const { map, calls, happens } = heldMap();
  new MapDrawing(HOUSE).fallBackOnFailure(
    map,
    () => false,
    () => expect.unreachable(),
  );
  happens('style.load');
  happens('error');
  vi.advanceTimersByTime(60_000);
  expect(calls.setStyle).not.toHaveBeenCalled();
});
