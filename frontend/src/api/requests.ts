import type { Text } from '../messages/text';
import { request } from './client';
import { problemFrom } from './problem';
import type { Bounds } from './municipality';
import type { Unit } from './units';

/** The header that carries the key of a case; never its address. */
const KEY_HEADER = 'Case-Key';

export interface Place {
  longitude: number;
  latitude: number;
}

export interface Report {
  client_id: string;
  service: string;
  description: string;
  longitude?: number;
  latitude?: number;
  answers: Readonly<Record<string, unknown>>;
  contact: Readonly<Record<string, string>>;
}

export interface Receipt {
  protocol_number: string;
  key: string;
  state: string;
  unit: Unit;
  expected_at: string | null;
}

/** A public request as the list gives it: no text, no person. */
export interface PublicRequest {
  reference: string;
  service: string;
  state: string;
  /** ISO 8601. */
  submitted_at: string;
  settlement: string;
  place: Place;
}

interface FeatureCollection {
  features: Array<{
    geometry: { coordinates: [number, number] } | null;
    properties: Omit<PublicRequest, 'place'>;
  }>;
}

/** The newest public requests in a box. */
export async function recent(bounds: Bounds, limit: number, signal: AbortSignal): Promise<PublicRequest[]> {
  const bbox = bounds.map((degree) => degree.toFixed(5)).join(',');
  const { features } = await request<FeatureCollection>('/requests/', { query: { bbox, limit }, signal });
  return features.flatMap(({ geometry, properties }) => {
    if (!geometry) return [];
    const [longitude, latitude] = geometry.coordinates;
    return [{ ...properties, place: { longitude, latitude } }];
  });
}

/** Send a report. Harmless to repeat with the same `client_id`. */
export function submit(report: Report): Promise<Receipt> {
  return request('/requests/', { method: 'POST', body: report });
}

/** One entry of a case's public history. */
export interface CaseEvent {
  at: string;
  /** The state that it brought, if it brought one. */
  to?: string | null;
  text?: Text;
}

export interface Message {
  at: string;
  direction: string;
  text: string;
}

export interface FollowedPhoto {
  id: string;
  /** Null until it has been made clean of whatever it held besides the picture. */
  url: string | null;
  /** Why it was not accepted, or null. */
  refusal: string | null;
}

/** One request in full, as far as the reader may see. */
export interface FollowedRequest {
  reference: string;
  service: string;
  service_name: Text;
  state: string;
  submitted_at: string;
  expected_at: string | null;
  unit: Unit;
  why: Text;
  settlement: string;
  address: string;
  /** The reader holds the key. */
  private: boolean;
  description?: string;
  photos?: readonly FollowedPhoto[];
  events?: readonly CaseEvent[];
  messages?: readonly Message[];
}

/** A request by its reference; without the key, what is public. */
export function followed(reference: string, key: string): Promise<FollowedRequest> {
  return request(`/requests/${encodeURIComponent(reference)}/`, key ? { headers: { [KEY_HEADER]: key } } : {});
}

/**
 * A photo for whoever holds the key: an address within this page, to be revoked after use.
 *
 * An `img` cannot send a header, and a key has no place in an address.
 */
export async function privatePhoto(url: string, key: string, signal: AbortSignal): Promise<string> {
  const response = await fetch(url, { headers: key ? { [KEY_HEADER]: key } : {}, signal });
  if (!response.ok) throw await problemFrom(response);
  return URL.createObjectURL(await response.blob());
}

/** Hang a finished upload on a request. */
export function addPhoto(reference: string, key: string, upload: string): Promise<unknown> {
  return request(`/requests/${encodeURIComponent(reference)}/photos/`, {
    method: 'POST',
    body: { upload },
    headers: { [KEY_HEADER]: key },
  });
}
