// A new pin's fields, and how clicks on the map and found places change them.
import type { Point } from './map-view';
import type { Place } from './gazetteer';

export interface NewPin {
  name: string;
  latitude: string;
  longitude: string;
  /** The name that a search filled in: unlike a typed name, it may be replaced. */
  suggestedName: string;
}

export const NO_PIN: NewPin = { name: '', latitude: '', longitude: '', suggestedName: '' };

/** How far from its town a suggested name still fits. */
const TOWN_DEGREES = 0.5;

/** Move to a point of the map. A typed name stays; a suggested one stays while the point is near. */
export function moveToPoint(pin: NewPin, { latitude, longitude }: Point): NewPin {
  const before = getPoint(pin);
  const isFar = before !== null && Math.hypot(before.latitude - latitude, before.longitude - longitude) > TOWN_DEGREES;
  const name = isFar && pin.name === pin.suggestedName ? '' : pin.name;
  return { ...pin, name, latitude: latitude.toFixed(5), longitude: longitude.toFixed(5) };
}

/** Move to a found place, and suggest its name unless one was typed. */
export function moveToPlace(pin: NewPin, { name, latitude, longitude }: Place): NewPin {
  const isTyped = pin.name.trim() !== '' && pin.name !== pin.suggestedName;
  return {
    name: isTyped ? pin.name : name,
    suggestedName: name,
    latitude: latitude.toFixed(5),
    longitude: longitude.toFixed(5),
  };
}

/** Return the point in the fields, or null when they are incomplete. */
export function getPoint({ latitude, longitude }: NewPin): Point | null {
  const isPoint = isWithin(latitude, 90) && isWithin(longitude, 180);
  return isPoint ? { latitude: Number(latitude), longitude: Number(longitude) } : null;
}

function isWithin(text: string, most: number): boolean {
  return text.trim() !== '' && Math.abs(Number(text)) <= most;
}
