import type { Place } from '../api/requests';

/** A tenth of a metre, in degrees: nearer than a map can be pointed at. */
const NEAR = 1e-6;

export function samePlace(a: Place, b: Place): boolean {
  return Math.abs(a.longitude - b.longitude) < NEAR && Math.abs(a.latitude - b.latitude) < NEAR;
}
