// Where somebody was in a video, remembered on this device.

const KEY = 'waymark.video-position.';
/** The end is where the next view begins again. */
const END_SECONDS = 5;

export function rememberPosition(videoId: string, seconds: number): void {
  localStorage.setItem(KEY + videoId, String(Math.floor(seconds)));
}

/** Return the second to continue at; 0 for a new video, and for one that was watched to its end. */
export function readPosition(videoId: string, duration: number): number {
  const seconds = Number(localStorage.getItem(KEY + videoId) ?? 0);
  return Number.isFinite(seconds) && seconds < duration - END_SECONDS ? seconds : 0;
}
