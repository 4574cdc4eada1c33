import Hls from 'hls.js';
import { expect, test } from 'vitest';
import { isRefused, patientPolicies } from './loading';

const REFUSED = { url: '', code: 404 };

test('a file that has moved is tried again until there are new addresses, and not for ever', () => {
  for (const policy of ['manifestLoadPolicy', 'playlistLoadPolicy', 'fragLoadPolicy'] as const) {
    const retry = patientPolicies(Hls.DefaultConfig)[policy].default.errorRetry;
    const retries = (count: number, code: number) =>
      retry?.shouldRetry?.(retry, count, false, { ...REFUSED, code }, false);

    expect([retries(0, 403), retries(0, 404), retries(9, 404)]).toEqual([true, true, true]);
    expect([retries(10, 404), retries(0, 400)]).toEqual([false, false]);
  }
});

test('a fault of the server is no refusal', () => {
  expect([403, 404, 500, 0, undefined].map(isRefused)).toEqual([true, true, false, false, false]);
});
