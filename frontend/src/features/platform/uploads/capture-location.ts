// Reads where and when a photo was taken from its EXIF data, on this device.

export interface CaptureLocation {
  latitude: number;
  longitude: number;
  /** The camera's local time, without a zone; null when missing. */
  at: string | null;
}

/** EXIF is at the start of a file; the service finds what lies deeper. */
const READ_BYTES = 1024 * 1024;

/** Read a photo's location, or null when it has none. */
export async function readCaptureLocation(file: File): Promise<CaptureLocation | null> {
  try {
    const { default: reader } = await import('exifreader');
    const tags = reader.load(await file.slice(0, READ_BYTES).arrayBuffer(), { expanded: true });
    const { Latitude: latitude, Longitude: longitude } = tags.gps ?? {};
    if (!isCoordinate(latitude, 90) || !isCoordinate(longitude, 180)) return null;
    // Cameras without a fix write 0°, 0°.
    if (latitude === 0 && longitude === 0) return null;
    return { latitude, longitude, at: parseExifDate(tags.exif?.DateTimeOriginal?.description) };
  } catch {
    return null; // not an image with EXIF, or damaged
  }
}

/** Parse an EXIF date such as `2024:05:12 14:30:00`. */
export function parseExifDate(text: string | undefined): string | null {
  const parts = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)$/.exec(text ?? '');
  if (!parts) return null;
  const [, year = '', month = '', day = '', time = ''] = parts;
  const moment = `${year}-${month}-${day}T${time}`;
  return Number.isNaN(Date.parse(moment)) ? null : moment;
}

/** Return whether two points are within thirty metres. */
export function isSamePlace(
  one: { latitude: number; longitude: number },
  other: { latitude: number; longitude: number },
): boolean {
  const [degree, metres] = [111_320, 30];
  const north = (one.latitude - other.latitude) * degree;
  const east = (one.longitude - other.longitude) * degree * Math.cos((one.latitude * Math.PI) / 180);
  return Math.hypot(north, east) <= metres;
}

function isCoordinate(value: number | undefined, limit: number): value is number {
  return value !== undefined && Number.isFinite(value) && Math.abs(value) <= limit;
}
