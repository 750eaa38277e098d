/** Everything that needs MapLibre itself; loaded after the page stands. */
import {
  AttributionControl,
  GeolocateControl,
  Map,
  NavigationControl,
  ScaleControl,
  setWorkerUrl,
  type StyleSpecification,
} from 'maplibre-gl';
import 'maplibre-gl/dist/maplibre-gl.css';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import type { Municipality } from '../api/municipality';
import { fontFaces } from './fonts';
import { controlTexts } from './texts';

setWorkerUrl(workerUrl);

const STYLE = '/tiles/style.json';

export { Marker, Popup } from 'maplibre-gl';

/** A map of the municipality in `container`, with its view kept in the fragment of the address. */
export function create(container: HTMLElement, { bounds }: Municipality): Map {
  const map = new Map({
    container,
    bounds,
    fitBoundsOptions: { padding: 16 },
    hash: 'view',
    locale: controlTexts(),
    attributionControl: false,
    dragRotate: false,
    touchPitch: false,
    maxPitch: 0,
    // Tiles out of view are not kept: a change outside the view could not reach them (the HTTP cache can ask).
    maxTileCacheSize: 0,
    fadeDuration: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 200,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.setStyle(STYLE, { transformStyle: (_previous, next) => withFonts(next) });
  map.addControl(new AttributionControl({ compact: false }));
  map.addControl(new NavigationControl({ showCompass: false }), 'top-right');
  map.addControl(new GeolocateControl({ fitBoundsOptions: { maxZoom: 17 } }), 'top-right');
  map.addControl(new ScaleControl(), 'bottom-left');
  return map;
}

function withFonts(style: StyleSpecification): StyleSpecification {
  return { ...style, 'font-faces': fontFaces };
}
