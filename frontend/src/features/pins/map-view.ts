// The map's view as pure functions: which whole cells a box takes, and what is drawn for the cells and pins in it.
import type { Size } from '../../shared/ui/use-size';

export interface Point {
  latitude: number;
  longitude: number;
}

export interface View extends Point {
  zoom: number;
}

interface Box {
  south: number;
  west: number;
  north: number;
  east: number;
}

export interface Cell {
  id: string;
  count: number;
  position: Point;
  bounds: Box;
}

interface Placed {
  id: string;
  position: Point;
}

/** What is drawn at one point: a pin, or some together. */
export interface Mark<P extends Placed = Placed> extends Point {
  id: string;
  count: number;
  /** The pins themselves, where all of them are known. */
  pins: readonly P[];
}

export const WORLD: Box = { south: -90, west: -180, north: 90, east: 180 };
const PINS_FROM = 8;
const TOGETHER_PX = 30;
const TILE_PX = 512;
const MERCATOR_END = 85.0511;
const NARROW_PX = 700;
const FINEST = 16;

/** Return the zoom of the cells for a map of this zoom and width: cells of 128 to 256 pixels, half that on a phone. */
export function cellZoom(zoom: number, width: number): number {
  return Math.min(FINEST, Math.max(0, Math.floor(zoom) + (width < NARROW_PX ? 3 : 2)));
}

/** Return the box a map of this size shows around a view; all round the world where it is wider than that. */
export function boxAround({ latitude, longitude, zoom }: View, { width, height }: Size): Box {
  const world = TILE_PX * 2 ** zoom;
  const [high, wide] = [height / world / 2, width / world / 2];
  const rows = { north: latitudeOf(Math.max(0, down(latitude) - high), 1), south: latitudeOf(Math.min(1, down(latitude) + high), 1) };
  if (wide >= 0.5) return { ...rows, west: -180, east: 180 };
  return { ...rows, west: longitudeOf(round(across(longitude) - wide), 1), east: longitudeOf(round(across(longitude) + wide), 1) };
}

/** Return the narrowest box around points; `west` is greater than `east` where it crosses the antimeridian. */
export function boxOf(points: readonly Point[]): Box {
  const [lats, lngs] = [points.map(({ latitude }) => latitude), points.map(({ longitude }) => longitude).sort((one, other) => one - other)];
  const gaps = lngs.map((lng, at) => (at === 0 ? lng + 360 - (lngs.at(-1) ?? lng) : lng - (lngs[at - 1] ?? lng)));
  const after = gaps.indexOf(Math.max(...gaps)); // the box begins behind the widest gap
  return { south: Math.min(...lats), north: Math.max(...lats), west: lngs[after] ?? -180, east: lngs.at(after - 1) ?? 180 };
}

/** Return bounds that name the whole cells of a zoom a box touches: the same while one moves inside of them. */
export function wholeCells(box: Box, zoom: number): Box {
  const size = 2 ** zoom;
  const [top, bottom] = [rowOf(box.north, size), rowOf(box.south, size)];
  const rows = { north: latitudeOf(top + 0.5, size), south: latitudeOf(bottom + 0.5, size) };
  const [west, east] = [columnOf(box.west, size), columnOf(box.east, size)];
  const isAround = box.east - box.west >= 360 || (box.west > box.east && west === east);
  if (isAround) return { ...rows, west: -180, east: 180 };
  return { ...rows, west: longitudeOf(west + 0.5, size), east: longitudeOf(east + 0.5, size) };
}

/** Return what to draw: a cell, or the pins of one whose pins are all known where it holds one, or one looks closely. */
export function marksOf<P extends Placed>(cells: readonly Cell[], pins: readonly P[], zoom: number): Mark<P>[] {
  return cells.flatMap((cell) => {
    const inside = pins.filter(({ position }) => holds(cell.bounds, position));
    const isKnown = inside.length === cell.count;
    if (isKnown && (cell.count === 1 || zoom >= PINS_FROM)) return together(inside, zoom);
    return [{ id: cell.id, count: cell.count, ...cell.position, pins: isKnown ? inside : [] }];
  });
}

/** Tell whether two views show the same, up to what one sees. */
export function isSame(one: View, other: View): boolean {
  const pixels = (TILE_PX * 2 ** one.zoom) / 360;
  const apart = Math.abs(one.longitude - other.longitude) % 360;
  const sideways = Math.min(apart, 360 - apart);
  return Math.abs(one.zoom - other.zoom) < 0.02 && Math.max(sideways, Math.abs(one.latitude - other.latitude)) * pixels < 2;
}

/** Join pins that would cover each other. */
function together<P extends Placed>(pins: readonly P[], zoom: number): Mark<P>[] {
  const size = TILE_PX * 2 ** zoom;
  const groups: { x: number; y: number; pins: P[] }[] = [];
  for (const pin of pins) {
    const [x, y] = [across(pin.position.longitude) * size, down(pin.position.latitude) * size];
    const near = groups.find((group) => Math.hypot(group.x - x, group.y - y) < TOGETHER_PX);
    if (near) near.pins.push(pin);
    else groups.push({ x, y, pins: [pin] });
  }
  return groups.map(({ pins: [first, ...others] }) => ({ id: first?.id ?? '', count: others.length + 1, ...(first?.position ?? { latitude: 0, longitude: 0 }), pins: first ? [first, ...others] : [] }));
}

function holds({ south, west, north, east }: Box, { latitude, longitude }: Point): boolean {
  // Beyond Mercator's end everything belongs to the outermost cells; a cell's southern and eastern edge are its neighbour's.
  const beside = Math.max(-MERCATOR_END, Math.min(MERCATOR_END, latitude));
  return beside <= north + 1e-9 && (beside > south || south < -85) && longitude >= west && (longitude < east || east === 180);
}

function columnOf(longitude: number, size: number): number {
  return Math.min(size - 1, Math.max(0, Math.floor(across(longitude) * size)));
}

function rowOf(latitude: number, size: number): number {
  return Math.min(size - 1, Math.max(0, Math.floor(down(latitude) * size)));
}

/** A share of the way round the world, from 0 to 1. */
function round(share: number): number {
  return share - Math.floor(share);
}

function across(longitude: number): number {
  return (longitude + 180) / 360;
}

function down(latitude: number): number {
  const angle = (Math.max(-MERCATOR_END, Math.min(MERCATOR_END, latitude)) * Math.PI) / 180;
  return (1 - Math.asinh(Math.tan(angle)) / Math.PI) / 2;
}

function longitudeOf(column: number, size: number): number {
  return (column / size) * 360 - 180;
}

function latitudeOf(row: number, size: number): number {
  return (Math.atan(Math.sinh(Math.PI * (1 - (2 * row) / size))) * 180) / Math.PI;
}
