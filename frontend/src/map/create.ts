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
import type { Bounds } from '../api/municipality';
import { controlTexts } from './texts';

setWorkerUrl(workerUrl);

export { Marker, Popup } from 'maplibre-gl';

/**
 * A map in `container`, its view kept in the fragment of the address.
 *
 * @param bounds what it shows at first, degrees.
 * @param camera where it looks instead.
 */
export function create(
  container: HTMLElement,
  style: StyleSpecification,
  bounds: Bounds,
  camera: { center: LngLatLike; zoom: number } | null,
): Map {
  const map = new Map({
    container,
    style,
    ...(camera ?? { bounds, fitBoundsOptions: { padding: 16 } }),
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
  map.addControl(new AttributionControl({ compact: false }));
  map.addControl(new NavigationControl({ showCompass: false }), 'top-right');
  map.addControl(new GeolocateControl({ fitBoundsOptions: { maxZoom: 17 } }), 'top-right');
  map.addControl(new ScaleControl(), 'bottom-left');
  return map;
}
