// The names of calendar files, whatever a seller calls a date.
import { expect, it } from 'vitest';
import { makeFileName } from './calendar-file';

it.each([
  ['Sunrise group, a week later', 'Sunrise-group-a-week-later'],
  ['../../etc/passwd', 'etc-passwd'],
  ['Chợ Đà Lạt: 6/12', 'Chợ-Đà-Lạt-6-12'],
  ['***', 'walk'],
])('%s is saved as %s', (name, file) => {
  expect(makeFileName(name)).toBe(file);
});
