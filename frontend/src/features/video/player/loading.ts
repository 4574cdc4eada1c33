// How hls.js loads what is signed: an address that is refused is tried again once there are new ones, and little is kept.
import type { HlsConfig, LoadPolicy, RetryConfig } from 'hls.js';

/** How often a refused file is tried again, a second apart, as new addresses are asked for. */
const RETRIES = 10;
const RETRY_DELAY = 1000;
/** Seconds that are loaded ahead: who loses the right to watch plays no longer than that. */
const AHEAD = 30;

/** Whether an address has expired, or its file has moved because fewer people may watch. */
export function isRefused(status: number | undefined): boolean {
  return status === 403 || status === 404;
}

type Policies = Pick<
  HlsConfig,
  'manifestLoadPolicy' | 'playlistLoadPolicy' | 'fragLoadPolicy' | 'maxBufferLength' | 'maxMaxBufferLength'
>;

/** Return the settings by which a player goes on after addresses were refused. */
export function patientPolicies(defaults: HlsConfig): Policies {
  return {
    manifestLoadPolicy: makePatient(defaults.manifestLoadPolicy),
    playlistLoadPolicy: makePatient(defaults.playlistLoadPolicy),
    fragLoadPolicy: makePatient(defaults.fragLoadPolicy),
    maxBufferLength: AHEAD,
    maxMaxBufferLength: AHEAD,
  };
}

function makePatient(policy: LoadPolicy): LoadPolicy {
  const errorRetry: RetryConfig = {
    maxNumRetry: RETRIES,
    retryDelayMs: RETRY_DELAY,
    maxRetryDelayMs: RETRY_DELAY,
    shouldRetry: (_, count, __, response, wouldRetry) => wouldRetry || (isRefused(response?.code) && count < RETRIES),
  };
  return { default: { ...policy.default, errorRetry } };
}
