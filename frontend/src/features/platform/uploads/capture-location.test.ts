// Where a photo was taken, as its EXIF says; and nothing where it says nothing.
import { expect, it } from 'vitest';
import { withPlace } from '../../../../e2e/support/gps-photo';
import { isSamePlace, parseExifDate, readCaptureLocation } from './capture-location';

const BARE = Uint8Array.from([0xff, 0xd8, 0xff, 0xd9]);
const file = (bytes: Uint8Array<ArrayBuffer>) => new File([bytes], 'ridge.jpg', { type: 'image/jpeg' });

it('reads place and time, south and west too', async () => {
  const taken = await readCaptureLocation(
    file(withPlace(BARE, { latitude: -22.9519, longitude: -43.2105, at: '2024:05:12 14:30:00' })),
  );

  expect(taken?.latitude).toBeCloseTo(-22.9519, 4);
  expect(taken?.longitude).toBeCloseTo(-43.2105, 4);
  expect(taken?.at).toBe('2024-05-12T14:30:00');
});

it('offers nothing for a photo without a place, at 0° 0°, or for what is no photo', async () => {
  expect(await readCaptureLocation(file(BARE))).toBeNull();
  expect(
    await readCaptureLocation(file(withPlace(BARE, { latitude: 0, longitude: 0, at: '2024:05:12 14:30:00' }))),
  ).toBeNull();
  expect(await readCaptureLocation(new File(['just text'], 'ridge.jpg'))).toBeNull();
});

it('a camera whose clock was never set tells no time', () => {
  expect(parseExifDate('0000:00:00 00:00:00')).toBeNull();
  expect(parseExifDate(undefined)).toBeNull();
});

it('some metres are the same place, a hundred are not', () => {
  const here = { latitude: 60, longitude: 10 };
  expect(isSamePlace(here, { latitude: 60.0001, longitude: 10.0002 })).toBe(true);
  expect(isSamePlace(here, { latitude: 60.001, longitude: 10 })).toBe(false);
});
