/** Everything that needs MapLibre itself; loaded after the page stands. */
import {
  AttributionControl,
  GeolocateControl,
  Map,
  NavigationControl,
  ScaleControl,
  setWorkerUrl,
  type LngLatLike,
  type StyleSpecification,
} from 'maplibre-gl';
import 'maplibre-gl/dist/maplibre-gl.css';
import './map.css';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import type { Municipality } from '../api/municipality';
import { inLanguage } from '../messages/text';
import { m } from '../paraglide/messages.js';
import { GREECE } from './greece';
import { controlTexts } from './texts';

setWorkerUrl(workerUrl);

export { Marker, Popup } from 'maplibre-gl';

/**
 * A map in `container`, its view kept in the fragment of the address.
 *
 * @param municipality what it shows at first, and whom its data ask to be named.
 * @param camera where it looks instead.
 */
export function create(
  container: HTMLElement,
  style: StyleSpecification,
  { bounds, attribution }: Municipality,
  camera: { center: LngLatLike; zoom: number } | null,
): Map {
  const map = new Map({
    container,
    style,
    ...(camera ?? { bounds: bounds ?? GREECE, fitBoundsOptions: { padding: 16 } }),
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
  map.addControl(new AttributionControl({ customAttribution: escaped(inLanguage(attribution)) }));
  map.addControl(new NavigationControl({ showCompass: false }), 'top-right');
  map.addControl(new GeolocateControl({ fitBoundsOptions: { maxZoom: 17 } }), 'top-right');
  // MapLibre names this button only once the browser has told whether it may ask.
  container.querySelector('.maplibregl-ctrl-geolocate')?.setAttribute('aria-label', m.map_find_me());
  map.addControl(new ScaleControl(), 'bottom-left');
  return map;
}

/** MapLibre reads credits as HTML; ours are plain text. */
function escaped(text: string): string {
  const element = document.createElement('span');
  element.textContent = text;
  return element.innerHTML;
}
