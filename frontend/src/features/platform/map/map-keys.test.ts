// @vitest-environment jsdom
import { beforeEach, expect, test } from 'vitest';
import type { Map as MapLibre } from 'maplibre-gl';
import { pointByKeyboard } from './map-keys';
import type { Point } from './map-view';

const place = (lng: number, lat: number) => ({ lng, lat, wrap: () => ({ lng: ((lng + 540) % 360) - 180, lat }) });

/** A map of 400 by 300 pixels on which a degree is a pixel, its middle at 180°, 0°. */
class FlatMap {
  readonly box = document.body.appendChild(document.createElement('div'));
  readonly canvas = this.box.appendChild(Object.assign(document.createElement('canvas'), { tabIndex: 0 }));
  readonly pinButton = this.box.appendChild(
    Object.assign(document.createElement('button'), { className: 'map-pin map-mark-on' }),
  );
  centred = 0;
  getCanvasContainer = () => this.box;
  getCanvas = () => this.canvas;
  getContainer = () => ({ clientWidth: 400, clientHeight: 300 });
  stop = () => this;
  getCenter = () => place(180, 0);
  project = ([lng, lat]: [number, number]) => ({ x: lng + 20, y: 150 - lat });
  unproject = ([x, y]: [number, number]) => place(x - 20, 150 - y);
  setCenter = () => {
    this.centred += 1;
  };
}

let map: FlatMap;
let stop = () => {};
const heard: [string, Point][] = [];
let pin: Point | undefined;
const press = (target: Element, key: string, shiftKey = false) =>
  target.dispatchEvent(new KeyboardEvent('keydown', { key, shiftKey, bubbles: true, cancelable: true }));

beforeEach(() => {
  document.body.replaceChildren();
  heard.length = 0;
  map = new FlatMap();
  pin = { latitude: 10, longitude: 100 };
  stop = pointByKeyboard(map as unknown as MapLibre, {
    getPin: () => pin,
    setPin: (point) => heard.push(['set', point]),
    movePin: (point) => heard.push(['move', point]),
  });
});

test('Enter on the map pins its middle, across the antimeridian as well', () => {
  press(map.canvas, 'Enter');
  expect(heard).toEqual([['set', { latitude: 0, longitude: -180 }]]);
});

test('arrows on the pin move it, with Shift a little, and the map does not hear them', () => {
  const reachesMap: string[] = [];
  map.canvas.addEventListener('keydown', ({ key }) => reachesMap.push(key));
  expect(press(map.pinButton, 'ArrowUp')).toBe(false);
  press(map.pinButton, 'ArrowLeft', true);
  expect(heard).toEqual([
    ['move', { latitude: 26, longitude: 100 }],
    ['move', { latitude: 10, longitude: 98 }],
  ]);
  expect([map.centred, reachesMap]).toEqual([0, []]);
});

test('arrows on the map itself are left to the map', () => {
  expect(press(map.canvas, 'ArrowUp')).toBe(true);
  expect(heard).toEqual([]);
});

test('the map follows a pin that comes near its edge', () => {
  pin = { latitude: 10, longitude: 340 };
  press(map.pinButton, 'ArrowRight');
  expect([heard.length, map.centred]).toEqual([1, 1]);
});

test('Escape leads from the pin back to the map; once stopped, nothing is heard', () => {
  map.pinButton.focus();
  press(map.pinButton, 'Escape');
  expect(document.activeElement).toBe(map.canvas);
  stop();
  press(map.canvas, 'Enter');
  expect(heard).toEqual([]);
});
