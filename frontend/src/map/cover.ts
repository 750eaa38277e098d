import type { Bounds } from '../api/municipality';

export interface TileId {
  z: number;
  x: number;
  y: number;
}

/** The edge of the Web Mercator square, degrees of latitude. */
const EDGE = 85.0511;

/**
 * The tiles of one zoom that a box touches, margin included.
 *
 * A symbol is drawn from every tile whose buffer it stands in, so the box is widened by `margin` tiles.
 *
 * @param bounds degrees, CRS84.
 * @param margin share of a tile; the server cuts tiles with a buffer of 64/4096.
 */
export function cover(bounds: Bounds, z: number, margin = 64 / 4096): TileId[] {
  const size = 2 ** z;
  const [west, south, east, north] = bounds;
  const clamp = (index: number) => Math.min(Math.max(Math.floor(index), 0), size - 1);
  const left = clamp(column(west) * size - margin);
  const right = clamp(column(east) * size + margin);
  const top = clamp(row(north) * size - margin);
  const bottom = clamp(row(south) * size + margin);
  const tiles: TileId[] = [];
  for (let x = left; x <= right; x++) for (let y = top; y <= bottom; y++) tiles.push({ z, x, y });
  return tiles;
}

/** The common part of two boxes, or null. */
export function intersection(a: Bounds, b: Bounds): Bounds | null {
  const west = Math.max(a[0], b[0]);
  const south = Math.max(a[1], b[1]);
  const east = Math.min(a[2], b[2]);
  const north = Math.min(a[3], b[3]);
  return west <= east && south <= north ? [west, south, east, north] : null;
}

/** 0 at the antimeridian, 1 once around. */
function column(longitude: number): number {
  return (longitude + 180) / 360;
}

/** 0 at the northern edge, 1 at the southern. */
function row(latitude: number): number {
  const radians = (Math.min(Math.max(latitude, -EDGE), EDGE) * Math.PI) / 180;
  return (1 - Math.asinh(Math.tan(radians)) / Math.PI) / 2;
}
