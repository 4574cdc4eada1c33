// How long somebody has watched, from the seconds that a player shows: jumps and pauses do not count.

/** Long enough that who came by mistake, and left, does not count. */
const ENOUGH_SECONDS = 10;
/** Of what is so short that few watch ten seconds of it, a third is enough. */
const ENOUGH_SHARE = 1 / 3;
/** Players tell where they are up to four times a second, in a tab behind others once; a longer step is a jump. */
const LONGEST_STEP = 2;

/** Return a function that takes where a player is, and the length of what it plays, and tells whether that is a view. */
export function createWatchTime(): (second: number, duration: number) => boolean {
  let watched = 0;
  let last: number | null = null;
  return (second, duration) => {
    const step = last === null ? 0 : second - last;
    last = second;
    if (step > 0 && step <= LONGEST_STEP) watched += step;
    const enough = Number.isFinite(duration) ? Math.min(ENOUGH_SECONDS, duration * ENOUGH_SHARE) : ENOUGH_SECONDS;
    return watched > 0 && watched >= enough;
  };
}
