// The style of a map: the configured one, or the bundled one when there is none or it fails to load.
import type { Map as MapLibre, StyleSpecification } from 'maplibre-gl';
import { getBundledStyle, getStyle } from './map-style';

/** How long to wait for the configured style. */
const STYLE_TIMEOUT_MS = 5000;
const CLOSEST_BUNDLED_ZOOM = 12;
const CLOSEST_ZOOM = 18;

export class MapDrawing {
  private hasFailed = false;

  /** `mapStyle` is a style's address; `{scheme}` becomes light or dark. */
  constructor(private readonly mapStyle: string | undefined) {}

  get maxZoom(): number {
    return this.isBundled ? CLOSEST_BUNDLED_ZOOM : CLOSEST_ZOOM;
  }

  get isBundled(): boolean {
    return this.mapStyle === undefined || this.hasFailed;
  }

  getStyle(isDark: boolean): StyleSpecification | string {
    return this.isBundled ? getBundledStyle(isDark) : getStyle(this.mapStyle, isDark);
  }

  /** Fall back to the bundled style when the configured one fails; returns a function that stops watching. */
  fallBackOnFailure(map: MapLibre, isDark: () => boolean, onFallback: () => void): () => void {
    if (this.isBundled) return () => undefined;
    const fallBack = () => {
      stop();
      this.hasFailed = true;
      map.setMaxZoom(CLOSEST_BUNDLED_ZOOM);
      map.setStyle(this.getStyle(isDark()), { diff: false });
      onFallback();
    };
    const timer = setTimeout(fallBack, STYLE_TIMEOUT_MS);
    const stop = () => {
      clearTimeout(timer);
      map.off('style.load', stop);
      map.off('error', fallBack);
    };
    map.on('style.load', stop);
    map.on('error', fallBack);
    return stop;
  }
}
