import type { Map, MapGeoJSONFeature, MapMouseEvent } from 'maplibre-gl';
import type { Changes } from '../api/live';
import type { Bounds, Municipality } from '../api/municipality';
import type { Place } from '../api/requests';
import { GREECE } from './greece';
import { publicStyle } from './style';
import { refresh, refreshAll } from './refresh';

/** Half the side of the square, in pixels, in which a click or a finger finds a symbol. */
const REACH = 8;

/** What a click on the map met. */
export interface Picked {
  place: Place;
  feature: MapGeoJSONFeature | null;
}

type Library = typeof import('./create');
type Camera = NonNullable<Parameters<Library['create']>[3]>;

/**
 * The map as the rest of the page knows it: where it looks and what it can be asked to do.
 * It exists, and answers with the municipality's bounds, before MapLibre has loaded.
 */
export class View {
  /** What is in view, degrees. */
  bounds: Bounds = $state.raw([0, 0, 0, 0]);
  /** Where the map's centre stands; null until the map stands. */
  centre: Place | null = $state.raw(null);
  state: 'loading' | 'ready' | 'failed' = $state('loading');
  #map: Map | null = null;
  /** Where the last map looked: a new one, in another language, looks there again. */
  #camera: Camera | null = null;
  #library: Library | null = null;

  constructor(private readonly municipality: Municipality) {
    this.bounds = municipality.bounds ?? GREECE;
  }

  /**
   * Put the map into `container`: an attachment.
   *
   * @param layer id of the tile layer whose symbols can be clicked.
   */
  attach(layer: string, picked: (what: Picked) => void): (container: HTMLElement) => () => void {
    return (container) => {
      let gone = false;
      Promise.all([import('./create'), publicStyle()])
        .then(([library, style]) => {
          if (gone) return;
          this.#library = library;
          this.#stand(library.create(container, style, this.municipality, this.#camera), layer, picked);
          // Tests and browser extensions find the map at its element.
          Object.assign(container, { map: this.#map });
        })
        .catch((error: unknown) => {
          console.error(error);
          this.state = 'failed';
        });
      return () => {
        gone = true;
        this.state = 'loading';
        this.#camera = this.#map && { center: this.#map.getCenter(), zoom: this.#map.getZoom() };
        this.#map?.remove();
        this.#map = null;
      };
    };
  }

  /** Move to a place, near enough to recognise it. */
  goTo({ longitude, latitude }: Place, zoom = 16): void {
    const map = this.#map;
    map?.easeTo({ center: [longitude, latitude], zoom: Math.max(map.getZoom(), zoom) });
  }

  /** Move so that a bubble above the place finds room. */
  show({ longitude, latitude }: Place, zoom = 0): void {
    const map = this.#map;
    map?.easeTo({
      center: [longitude, latitude],
      zoom: Math.max(map.getZoom(), zoom),
      offset: [0, map.getContainer().clientHeight / 4],
    });
  }

  /** Come two levels nearer. */
  approach({ longitude, latitude }: Place): void {
    const map = this.#map;
    map?.easeTo({ center: [longitude, latitude], zoom: map.getZoom() + 2 });
  }

  /** Draw again what changed; everything, when it is not known what. */
  redraw(changes: Changes | null): void {
    if (!this.#map || this.state !== 'ready') return;
    if (changes) refresh(this.#map, changes);
    else refreshAll(this.#map);
  }

  /** Show an element as a bubble at a place: an attachment. */
  bubble({ longitude, latitude }: Place, closed: () => void): (element: HTMLElement) => () => void {
    return (element) => {
      const [map, library] = [this.#map, this.#library];
      if (!map || !library) return () => {};
      const before = document.activeElement;
      const popup = new library.Popup({ anchor: 'bottom', closeOnClick: false, offset: 10, maxWidth: '20rem' })
        .setLngLat([longitude, latitude])
        .setDOMContent(element)
        .addTo(map);
      popup.on('close', closed);
      return () => {
        popup.off('close', closed);
        const focused = popup.getElement()?.contains(document.activeElement);
        popup.remove();
        if (focused && before instanceof HTMLElement) before.focus();
      };
    };
  }

  /** Stand an element on the map at a place, its foot on the point: an attachment. */
  pin({ longitude, latitude }: Place): (element: HTMLElement) => () => void {
    return (element) => {
      const [map, library] = [this.#map, this.#library];
      if (!map || !library) return () => {};
      const marker = new library.Marker({ element, anchor: 'bottom' }).setLngLat([longitude, latitude]).addTo(map);
      return () => marker.remove();
    };
  }

  #stand(map: Map, layer: string, picked: (what: Picked) => void): void {
    this.#map = map;
    const moved = () => {
      const { lng, lat } = map.getCenter();
      this.centre = { longitude: lng, latitude: lat };
    };
    map.on('move', moved);
    map.on('moveend', () => (this.bounds = map.getBounds().toArray().flat() as Bounds));
    map.once('style.load', () => {
      this.bounds = map.getBounds().toArray().flat() as Bounds;
      moved();
      this.state = 'ready';
      this.#pointAt(map, layer);
    });
    // A tile that failed leaves a gap and is asked for again when the map moves.
    map.on('error', ({ error }) => console.error(error));
    map.on('click', (event) => picked({ place: placeOf(event), feature: featureAt(map, event, layer) }));
  }

  /** Show that the symbols can be clicked. */
  #pointAt(map: Map, layer: string): void {
    const layers = map.getStyle().layers.filter((l) => 'source-layer' in l && l['source-layer'] === layer);
    const ids = layers.map(({ id }) => id);
    map.on('mouseenter', ids, () => (map.getCanvas().style.cursor = 'pointer'));
    map.on('mouseleave', ids, () => (map.getCanvas().style.cursor = ''));
  }
}

function placeOf({ lngLat }: MapMouseEvent): Place {
  return { longitude: lngLat.lng, latitude: lngLat.lat };
}

function featureAt(map: Map, { point }: MapMouseEvent, layer: string): MapGeoJSONFeature | null {
  const square: [[number, number], [number, number]] = [
    [point.x - REACH, point.y - REACH],
    [point.x + REACH, point.y + REACH],
  ];
  return map.queryRenderedFeatures(square).find(({ sourceLayer }) => sourceLayer === layer) ?? null;
}
