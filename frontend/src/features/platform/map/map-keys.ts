// Pinning by keyboard: Enter pins the map's centre, arrow keys move the pin, Escape returns to the map.
import type { Map as MapLibre } from 'maplibre-gl';
import type { Point } from './map-view';

const STEP_PX = 16;
const FINE_PX = 2; // with Shift
const EDGE_PX = 48; // closer to the edge, the map follows the pin
const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

interface PinControls {
  /** Return the selected pin, if any. */
  getPin: () => Point | undefined;
  /** Place a pin, and focus it. */
  setPin: (point: Point) => void;
  movePin: (point: Point) => void;
}

/** Listen to the map's keys; returns a function that stops. */
export function pointByKeyboard(map: MapLibre, { getPin, setPin, movePin }: PinControls): () => void {
  const box = map.getCanvasContainer();

  function handleKey(event: KeyboardEvent) {
    const { key, target, shiftKey } = event;
    const isOnPin = target instanceof Element && target.closest('.map-mark-on') !== null;
    const [step, at] = [STEPS[key], getPin()];
    if (key === 'Enter' && target === map.getCanvas())
      setPin(toPoint(map.stop().getCenter())); // its current centre, not an animation's target
    else if (isOnPin && key === 'Escape') map.getCanvas().focus();
    else if (isOnPin && step && at) movePin(movePoint(at, step, shiftKey ? FINE_PX : STEP_PX));
    else return;
    event.preventDefault();
    event.stopPropagation(); // otherwise the map itself would move
  }

  function movePoint({ longitude, latitude }: Point, [right, down]: readonly [number, number], pixels: number): Point {
    const from = map.project([longitude, latitude]);
    const [x, y] = [from.x + right * pixels, from.y + down * pixels];
    const to = map.unproject([x, y]);
    const { clientWidth, clientHeight } = map.getContainer();
    const isInside = Math.min(x, y, clientWidth - x, clientHeight - y) > EDGE_PX;
    if (!isInside) map.setCenter(to);
    return toPoint(to);
  }

  box.addEventListener('keydown', handleKey, { capture: true });
  return () => box.removeEventListener('keydown', handleKey, { capture: true });
}

function toPoint(place: ReturnType<MapLibre['getCenter']>): Point {
  const { lat, lng } = place.wrap();
  return { latitude: lat, longitude: lng };
}
