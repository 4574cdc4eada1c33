// Pointing by keyboard: Enter pins the middle of the map, the arrows then move the pin, Escape leads back to the map.
import type { Map as MapLibre } from 'maplibre-gl';
import type { Point } from './map-view';

const STEP_PX = 16;
const FINE_PX = 2; // with Shift
const EDGE_PX = 48; // nearer to the edge than this, the map follows
const STEPS: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

interface Pointing {
  /** The pin that is set apart, where there is one. */
  pin: () => Point | undefined;
  /** A pin is wanted there, and the focus on it. */
  set: (point: Point) => void;
  move: (point: Point) => void;
}

/** Listen to the keys on a map; return how to stop. */
export function pointByKeyboard(map: MapLibre, { pin, set, move }: Pointing): () => void {
  const box = map.getCanvasContainer();

  function press(event: KeyboardEvent) {
    const { key, target, shiftKey } = event;
    const isOnPin = target instanceof Element && target.closest('.map-mark-on') !== null;
    const [step, at] = [STEPS[key], pin()];
    if (key === 'Enter' && target === map.getCanvas()) set(pointOf(map.stop().getCenter())); // where it is, not where it is going
    else if (isOnPin && key === 'Escape') map.getCanvas().focus();
    else if (isOnPin && step && at) move(stepped(at, step, shiftKey ? FINE_PX : STEP_PX));
    else return;
    event.preventDefault();
    event.stopPropagation(); // else the map itself would move
  }

  function stepped({ longitude, latitude }: Point, [right, down]: readonly [number, number], pixels: number): Point {
    const from = map.project([longitude, latitude]);
    const [x, y] = [from.x + right * pixels, from.y + down * pixels];
    const to = map.unproject([x, y]);
    const { clientWidth, clientHeight } = map.getContainer();
    const isInside = Math.min(x, y, clientWidth - x, clientHeight - y) > EDGE_PX;
    if (!isInside) map.setCenter(to);
    return pointOf(to);
  }

  box.addEventListener('keydown', press, { capture: true });
  return () => box.removeEventListener('keydown', press, { capture: true });
}

function pointOf(place: ReturnType<MapLibre['getCenter']>): Point {
  const { lat, lng } = place.wrap();
  return { latitude: lat, longitude: lng };
}
