import type { MapGeoJSONFeature } from 'maplibre-gl';
import type { Place, PublicRequest } from '../api/requests';

/** What the map and the list both know of a request. */
export interface Summary {
  reference: string;
  service: string;
  state: string;
  /** ISO 8601 instant, or milliseconds since 1970. */
  submitted: string | number;
  settlement: string;
  place: Place;
  /** More than one: requests that share a symbol at this zoom. */
  count: number;
}

/** A request, or an aggregate of several, as the tile `requests` draws it. */
export function summaryOf({ geometry, properties }: Pick<MapGeoJSONFeature, 'geometry' | 'properties'>): Summary | null {
  if (geometry.type !== 'Point') return null;
  const [longitude = 0, latitude = 0] = geometry.coordinates;
  return {
    reference: String(properties['reference'] ?? ''),
    service: String(properties['service'] ?? ''),
    state: String(properties['state'] ?? ''),
    submitted: Number(properties['submitted'] ?? 0) * 1000,
    settlement: '',
    place: { longitude, latitude },
    count: Number(properties['count'] ?? 1),
  };
}

/** A request as the public list gives it. */
export function summaryOfRequest(request: PublicRequest): Summary {
  return { ...request, submitted: request.submitted_at, count: 1 };
}
