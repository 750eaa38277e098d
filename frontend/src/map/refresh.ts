import type { Map } from 'maplibre-gl';
import type { Changes } from '../api/live';
import type { Bounds } from '../api/municipality';
import { cover, intersection } from './cover';

/** Draw again what changed: only the tiles in view that the changed boxes touch. */
export function refresh(map: Map, changes: Changes): void {
  for (const [id, boxes] of Object.entries(changes)) {
    for (const source of showing(map, id)) refreshSource(map, source, boxes);
  }
}

/** Draw everything again, for example after the stream of changes was interrupted. */
export function refreshAll(map: Map): void {
  for (const source of Object.keys(map.getStyle().sources)) map.refreshTiles(source);
}

function refreshSource(map: Map, source: string, boxes: readonly Bounds[]): void {
  // A tile still on its way may have been cut before the change, and cannot be refreshed yet.
  if (!map.isSourceLoaded(source)) map.once('idle', () => refreshSource(map, source, boxes));
  const view = map.getBounds().toArray().flat() as Bounds;
  const zooms = zoomsInView(map, source);
  const tiles = boxes
    .map((box) => intersection(box, widened(view)))
    .filter((box) => box !== null)
    .flatMap((box) => zooms.flatMap((z) => cover(box, z)));
  if (tiles.length) map.refreshTiles(source, tiles);
}

/** Vector tiles are drawn at the zoom rounded down (raster: either way), or at the source's last zoom beyond it. */
function zoomsInView(map: Map, source: string): number[] {
  const { maxzoom = 22 } = map.getSource(source) as { maxzoom?: number };
  const zoom = map.getZoom();
  const levels = [Math.floor(zoom), Math.ceil(zoom)].map((level) => Math.max(0, Math.min(level, maxzoom)));
  return [...new Set(levels)];
}

/** Tiles reach beyond the view; half the view on each side is more than any tile in view sticks out. */
function widened([west, south, east, north]: Bounds): Bounds {
  const [x, y] = [(east - west) / 2, (north - south) / 2];
  return [west - x, south - y, east + x, north + y];
}

/** The map's sources whose tiles hold `id`: `/tiles/a,b/{z}/{x}/{y}.mvt` holds both a and b. */
function showing(map: Map, id: string): string[] {
  return Object.entries(map.getStyle().sources)
    .filter(([, source]) => {
      const address = 'tiles' in source ? source.tiles?.[0] : 'url' in source ? source.url : undefined;
      const ids = /\/(?:tiles|raster)\/(?:~[^/]+\/)?([^/]+?)(?:\.json|\/)/.exec(address ?? '')?.[1];
      return ids?.split(',').includes(id);
    })
    .map(([name]) => name);
}
