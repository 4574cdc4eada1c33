// A photo as a camera with a compass writes it: EXIF with a place and a time put into a JPEG.

const ENTRY = 12;
const [ASCII, LONG, RATIONAL] = [2, 4, 5] as const;

interface Taken {
  latitude: number;
  longitude: number;
  /** `2024:05:12 14:30:00`, say. */
  at: string;
}

/** A tag, its type, how many values, and the value or where it is. */
type Entry = readonly [tag: number, type: number, count: number, value: number];

/** Return the JPEG with EXIF that says where and when it was taken. */
export function withPlace(jpeg: Uint8Array, taken: Taken): Buffer<ArrayBuffer> {
  const exif = segment(taken);
  return Buffer.concat([jpeg.subarray(0, 2), exif, jpeg.subarray(2)]);
}

function segment({ latitude, longitude, at }: Taken): Buffer {
  const exifAt = 8 + 2 + 2 * ENTRY + 4;
  const timeAt = exifAt + 2 + ENTRY + 4;
  const gpsAt = timeAt + 20;
  const latitudeAt = gpsAt + 2 + 4 * ENTRY + 4;
  const tiff = Buffer.alloc(latitudeAt + 48);
  tiff.write('II*\0', 0, 'latin1');
  tiff.writeUInt32LE(8, 4);
  directory(tiff, 8, [
    [0x8769, LONG, 1, exifAt],
    [0x8825, LONG, 1, gpsAt],
  ]);
  directory(tiff, exifAt, [[0x9003, ASCII, 20, timeAt]]);
  tiff.write(`${at}\0`, timeAt, 'latin1');
  directory(tiff, gpsAt, [
    [1, ASCII, 2, (latitude < 0 ? 'S' : 'N').charCodeAt(0)],
    [2, RATIONAL, 3, latitudeAt],
    [3, ASCII, 2, (longitude < 0 ? 'W' : 'E').charCodeAt(0)],
    [4, RATIONAL, 3, latitudeAt + 24],
  ]);
  degrees(tiff, latitudeAt, Math.abs(latitude));
  degrees(tiff, latitudeAt + 24, Math.abs(longitude));
  const head = Buffer.from([0xff, 0xe1, 0, 0, ...Buffer.from('Exif\0\0', 'latin1')]);
  head.writeUInt16BE(8 + tiff.length, 2);
  return Buffer.concat([head, tiff]);
}

function directory(tiff: Buffer, at: number, entries: readonly Entry[]): void {
  tiff.writeUInt16LE(entries.length, at);
  entries.forEach(([tag, type, count, value], place) => {
    const entry = at + 2 + place * ENTRY;
    tiff.writeUInt16LE(tag, entry);
    tiff.writeUInt16LE(type, entry + 2);
    tiff.writeUInt32LE(count, entry + 4);
    tiff.writeUInt32LE(value, entry + 8);
  });
}

/** Degrees, minutes and seconds, each as a fraction. */
function degrees(tiff: Buffer, at: number, value: number): void {
  const whole = Math.floor(value);
  const minutes = Math.floor((value - whole) * 60);
  const seconds = Math.round((value - whole - minutes / 60) * 3_600_000);
  [whole, 1, minutes, 1, seconds, 1000].forEach((part, place) => tiff.writeUInt32LE(part, at + place * 4));
}
