// Which drawing a map has: the one the configuration names, or the bundled one where that names none or does not answer.
import type { Map as MapLibre, StyleSpecification } from 'maplibre-gl';
import { bundledStyle, styleOf } from './map-style';

/** A style that has not come by then is not waited for. */
const ANSWER_MS = 5000;
const CLOSEST_BUNDLED = 12;
const CLOSEST = 18;

export class Drawing {
  private isMissing = false;

  /** `mapStyle` is the address of a style, `{scheme}` in it being light or dark. */
  constructor(private readonly mapStyle: string | undefined) {}

  get closest(): number {
    return this.isBundled ? CLOSEST_BUNDLED : CLOSEST;
  }

  get isBundled(): boolean {
    return this.mapStyle === undefined || this.isMissing;
  }

  style(isDark: boolean): StyleSpecification | string {
    return this.isBundled ? bundledStyle(isDark) : styleOf(this.mapStyle, isDark);
  }

  /** Draw the bundled map where the other's style does not come; `told` hears of it. Returns how to stop. */
  watch(map: MapLibre, isDark: () => boolean, told: () => void): () => void {
    if (this.isBundled) return () => undefined;
    const fall = () => {
      stop();
      this.isMissing = true;
      map.setMaxZoom(CLOSEST_BUNDLED);
      map.setStyle(this.style(isDark()), { diff: false });
      told();
    };
    const timer = setTimeout(fall, ANSWER_MS);
    const stop = () => {
      clearTimeout(timer);
      map.off('style.load', stop);
      map.off('error', fall);
    };
    map.on('style.load', stop);
    map.on('error', fall);
    return stop;
  }
}
