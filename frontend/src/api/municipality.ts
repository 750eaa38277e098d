import type { Text } from '../messages/text';
import { request } from './client';

export type Bounds = [west: number, south: number, east: number, north: number];

/** Whose map this is; degrees, CRS84. */
export interface Municipality {
  demo: boolean;
  /** Whom the map's data ask to be named. */
  attribution: Text;
  name: Text;
  /** Null while no boundary has been loaded. */
  bounds: Bounds | null;
  center: [longitude: number, latitude: number] | null;
}

export function municipality(): Promise<Municipality> {
  return request('/municipality/');
}
