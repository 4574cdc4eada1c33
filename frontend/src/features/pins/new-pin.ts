// A pin before it is made: what stands in its fields, and what a click, a place found by name or a refusal changes in them.
import type { Point } from './map-view';
import type { Place } from './places';

export interface NewPin {
  name: string;
  latitude: string;
  longitude: string;
  /** The name that was given by a search: another search may take its place, as it may not a typed one's. */
  given: string;
}

export const NO_PIN: NewPin = { name: '', latitude: '', longitude: '', given: '' };

/** How far from its town a given name still tells the truth. */
const TOWN_DEGREES = 0.5;

/** A point of the map was chosen. What was typed as its name stays; a given name stays while the point is near. */
export function pointed(pin: NewPin, { latitude, longitude }: Point): NewPin {
  const before = pointOf(pin);
  const isFar = before !== null && Math.hypot(before.latitude - latitude, before.longitude - longitude) > TOWN_DEGREES;
  const name = isFar && pin.name === pin.given ? '' : pin.name;
  return { ...pin, name, latitude: latitude.toFixed(5), longitude: longitude.toFixed(5) };
}

/** A place was found by its name: it gives the point, and its name where none was typed. */
export function found(pin: NewPin, { name, latitude, longitude }: Place): NewPin {
  const isTyped = pin.name.trim() !== '' && pin.name !== pin.given;
  return { name: isTyped ? pin.name : name, given: name, latitude: latitude.toFixed(5), longitude: longitude.toFixed(5) };
}

/** Return the point that the fields say, or null where they say none. */
export function pointOf({ latitude, longitude }: NewPin): Point | null {
  const isPoint = isWithin(latitude, 90) && isWithin(longitude, 180);
  return isPoint ? { latitude: Number(latitude), longitude: Number(longitude) } : null;
}

function isWithin(text: string, most: number): boolean {
  return text.trim() !== '' && Math.abs(Number(text)) <= most;
}
