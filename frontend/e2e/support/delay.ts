// How late a viewer sees a livestream, from glass to glass: the clock in the picture beside the one on the wall.
import type { Page } from '@playwright/test';

/** The picture tells 16 bits of the time in milliseconds (tests/fakes/publishers.py), so delays below a minute are told apart. */
const BITS = 16;

interface Delay {
  /** Frames that were seen. */
  frames: number;
  /** Milliseconds from the drawing of a frame to its showing: of the median frame, and of one in twenty at the most. */
  median: number;
  p95: number;
  least: number;
  most: number;
}

/** Watch the page's video until `end` is called, which returns how late its frames were. */
export async function watchDelay(page: Page): Promise<{ end: () => Promise<Delay> }> {
  const watching = await page.locator('video').evaluateHandle((video: HTMLVideoElement, bits: number) => {
    const delays: number[] = [];
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    let hasEnded = false;
    function read() {
      if (hasEnded || !canvas) return;
      const now = Date.now();
      const [width, height] = [video.videoWidth, video.videoHeight];
      canvas.canvas.width = width;
      canvas.canvas.height = height;
      canvas.drawImage(video, 0, 0);
      const row = canvas.getImageData(0, Math.round((height * 17) / 18), width, 1).data;
      let drawn = 0;
      for (let bit = 0; bit < bits; bit += 1) {
        const brightness = row[4 * Math.round(((bit + 0.5) * width) / bits)] ?? 0;
        if (brightness > 127) drawn += 2 ** bit;
      }
      delays.push((now - drawn + 2 ** bits) % 2 ** bits);
      video.requestVideoFrameCallback(read);
    }
    video.requestVideoFrameCallback(read);
    return {
      end() {
        hasEnded = true;
        return delays;
      },
    };
  }, BITS);
  return {
    async end() {
      const delays = await watching.evaluate((watched) => watched.end());
      return describe(delays.sort((a, b) => a - b));
    },
  };
}

function describe(sorted: number[]): Delay {
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
  return { frames: sorted.length, median: at(0.5), p95: at(0.95), least: at(0), most: at(1) };
}
