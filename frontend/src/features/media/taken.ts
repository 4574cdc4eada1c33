// Where and when the camera says a photo was taken: read on this device, to be offered and never assumed.

export interface Taken {
  latitude: number;
  longitude: number;
  /** As the camera's clock had it, without a zone; null where it does not say. */
  at: string | null;
}

/** EXIF stands at the beginning of a file; what lies deeper the service finds. */
const READ_BYTES = 1024 * 1024;

/** Read a photo's place, or null where it names none. */
export async function readTaken(file: File): Promise<Taken | null> {
  try {
    const { default: reader } = await import('exifreader');
    const tags = reader.load(await file.slice(0, READ_BYTES).arrayBuffer(), { expanded: true });
    const { Latitude: latitude, Longitude: longitude } = tags.gps ?? {};
    if (!isPlace(latitude, 90) || !isPlace(longitude, 180)) return null;
    // 0°, 0° is what cameras write that do not know.
    if (latitude === 0 && longitude === 0) return null;
    return { latitude, longitude, at: momentOf(tags.exif?.DateTimeOriginal?.description) };
  } catch {
    return null; // no picture that carries EXIF, or one that is broken: there is nothing to offer
  }
}

/** EXIF writes `2024:05:12 14:30:00`. */
export function momentOf(text: string | undefined): string | null {
  const parts = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)$/.exec(text ?? '');
  if (!parts) return null;
  const [, year = '', month = '', day = '', time = ''] = parts;
  const moment = `${year}-${month}-${day}T${time}`;
  return Number.isNaN(Date.parse(moment)) ? null : moment;
}

/** Return whether two places are the same for people: within some thirty metres. */
export function isNear(one: { latitude: number; longitude: number }, other: { latitude: number; longitude: number }): boolean {
  const [degree, metres] = [111_320, 30];
  const north = (one.latitude - other.latitude) * degree;
  const east = (one.longitude - other.longitude) * degree * Math.cos((one.latitude * Math.PI) / 180);
  return Math.hypot(north, east) <= metres;
}

function isPlace(value: number | undefined, limit: number): value is number {
  return value !== undefined && Number.isFinite(value) && Math.abs(value) <= limit;
}
