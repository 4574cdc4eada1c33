// Chooses how a camera goes live, and loads no more than that.
import type { Publisher } from './publisher';

/** Return the publisher of the place where the site runs: WHIP where an address of it is known, else Amazon IVS. */
export async function loadPublisher(whipUrl: string | undefined, ingestUrl: string): Promise<Publisher> {
  if (whipUrl) return (await import('./whip-publisher')).createWhipPublisher(whipUrl);
  return (await import('./ivs-publisher')).createIvsPublisher(ingestUrl);
}
