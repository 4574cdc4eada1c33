// The geometry of the map: views, boxes, cells, and the marks to draw for them.
import type { Size } from '../../../shared/ui/use-size';

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

interface Pinned {
  id: string;
  position: Point;
}

/** What is drawn at one point: a pin, or a group of them. */
export interface Mark<P extends Pinned = Pinned> extends Point {
  id: string;
  count: number;
  /** The pins, when all of them are loaded. */
  pins: readonly P[];
}

export const WORLD: Box = { south: -90, west: -180, north: 90, east: 180 };
const PINS_FROM_ZOOM = 8;
const JOIN_PX = 30;
const TILE_PX = 512;
const MERCATOR_END = 85.0511;
const NARROW_PX = 700;
const FINEST_ZOOM = 16;

/** Return the cell zoom for a map's zoom and width: cells of 128 to 256 pixels, half of that on phones. */
export function getCellZoom(zoom: number, width: number): number {
  return Math.min(FINEST_ZOOM, Math.max(0, Math.floor(zoom) + (width < NARROW_PX ? 3 : 2)));
}

/** Return the box that a map of this size shows; the whole world when the map is wider than it. */
export function getVisibleBox({ latitude, longitude, zoom }: View, { width, height }: Size): Box {
  const world = TILE_PX * 2 ** zoom;
  const [high, wide] = [height / world / 2, width / world / 2];
  const rows = {
    north: toLatitude(Math.max(0, toY(latitude) - high), 1),
    south: toLatitude(Math.min(1, toY(latitude) + high), 1),
  };
  if (wide >= 0.5) return { ...rows, west: -180, east: 180 };
  return {
    ...rows,
    west: toLongitude(wrap(toX(longitude) - wide), 1),
    east: toLongitude(wrap(toX(longitude) + wide), 1),
  };
}

/** Return the narrowest box around points; `west` is greater than `east` across the antimeridian. */
export function getBoundingBox(points: readonly Point[]): Box {
  const [lats, lngs] = [
    points.map(({ latitude }) => latitude),
    points.map(({ longitude }) => longitude).sort((one, other) => one - other),
  ];
  const gaps = lngs.map((lng, at) => (at === 0 ? lng + 360 - (lngs.at(-1) ?? lng) : lng - (lngs[at - 1] ?? lng)));
  const after = gaps.indexOf(Math.max(...gaps)); // the box starts after the widest gap
  return {
    south: Math.min(...lats),
    north: Math.max(...lats),
    west: lngs[after] ?? -180,
    east: lngs.at(after - 1) ?? 180,
  };
}

/** Snap a box to the cells that it touches, so that small moves keep the same query. */
export function snapToCells(box: Box, zoom: number): Box {
  const size = 2 ** zoom;
  const [top, bottom] = [getRow(box.north, size), getRow(box.south, size)];
  const rows = { north: toLatitude(top + 0.5, size), south: toLatitude(bottom + 0.5, size) };
  const [west, east] = [getColumn(box.west, size), getColumn(box.east, size)];
  const isAround = box.east - box.west >= 360 || (box.west > box.east && west === east);
  if (isAround) return { ...rows, west: -180, east: 180 };
  return { ...rows, west: toLongitude(west + 0.5, size), east: toLongitude(east + 0.5, size) };
}

/** Return the marks to draw: a cell, or its pins when all are loaded and there is one, or the zoom is close. */
export function createMarks<P extends Pinned>(cells: readonly Cell[], pins: readonly P[], zoom: number): Mark<P>[] {
  return cells.flatMap((cell) => {
    const inside = pins.filter(({ position }) => contains(cell.bounds, position));
    const isKnown = inside.length === cell.count;
    if (isKnown && (cell.count === 1 || zoom >= PINS_FROM_ZOOM)) return joinPins(inside, zoom);
    return [{ id: cell.id, count: cell.count, ...cell.position, pins: isKnown ? inside : [] }];
  });
}

/** Return whether two views look the same. */
export function isSameView(one: View, other: View): boolean {
  const pixels = (TILE_PX * 2 ** one.zoom) / 360;
  const apart = Math.abs(one.longitude - other.longitude) % 360;
  const sideways = Math.min(apart, 360 - apart);
  return (
    Math.abs(one.zoom - other.zoom) < 0.02 && Math.max(sideways, Math.abs(one.latitude - other.latitude)) * pixels < 2
  );
}

/** Join pins that would overlap. */
function joinPins<P extends Pinned>(pins: readonly P[], zoom: number): Mark<P>[] {
  const size = TILE_PX * 2 ** zoom;
  const groups: { x: number; y: number; pins: P[] }[] = [];
  for (const pin of pins) {
    const [x, y] = [toX(pin.position.longitude) * size, toY(pin.position.latitude) * size];
    const near = groups.find((group) => Math.hypot(group.x - x, group.y - y) < JOIN_PX);
    if (near) near.pins.push(pin);
    else groups.push({ x, y, pins: [pin] });
  }
  return groups.map(({ pins: [first, ...others] }) => ({
    id: first?.id ?? '',
    count: others.length + 1,
    ...(first?.position ?? { latitude: 0, longitude: 0 }),
    pins: first ? [first, ...others] : [],
  }));
}

function contains({ south, west, north, east }: Box, { latitude, longitude }: Point): boolean {
  // Points beyond Mercator's limit belong to the outermost cells; a cell's south and east edges belong to its neighbours.
  const beside = Math.max(-MERCATOR_END, Math.min(MERCATOR_END, latitude));
  return (
    beside <= north + 1e-9 && (beside > south || south < -85) && longitude >= west && (longitude < east || east === 180)
  );
}

function getColumn(longitude: number, size: number): number {
  return Math.min(size - 1, Math.max(0, Math.floor(toX(longitude) * size)));
}

function getRow(latitude: number, size: number): number {
  return Math.min(size - 1, Math.max(0, Math.floor(toY(latitude) * size)));
}

/** Wrap a fraction of the world's width to 0–1. */
function wrap(share: number): number {
  return share - Math.floor(share);
}

function toX(longitude: number): number {
  return (longitude + 180) / 360;
}

function toY(latitude: number): number {
  const angle = (Math.max(-MERCATOR_END, Math.min(MERCATOR_END, latitude)) * Math.PI) / 180;
  return (1 - Math.asinh(Math.tan(angle)) / Math.PI) / 2;
}

function toLongitude(column: number, size: number): number {
  return (column / size) * 360 - 180;
}

function toLatitude(row: number, size: number): number {
  return (Math.atan(Math.sinh(Math.PI * (1 - (2 * row) / size))) * 180) / Math.PI;
}
