import { locale } from '../messages/locale.svelte';
import { problemFrom, unreachable } from './problem';

export const BASE = '/api/v1';

export interface Options {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  body?: unknown;
  query?: Readonly<Record<string, string | number | undefined>>;
  headers?: Readonly<Record<string, string>>;
  signal?: AbortSignal;
}

/**
 * One request to the API, in the reader's language.
 *
 * @throws Problem when the answer is not OK or none came.
 * @throws DOMException `AbortError` when `signal` was aborted.
 */
export async function request<T>(path: string, options: Options = {}): Promise<T> {
  const { method = 'GET', body, query, headers, signal } = options;
  const response = await answer(address(path, query), {
    method,
    headers: {
      Accept: 'application/json',
      'Accept-Language': locale(),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...csrf(method),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  });
  if (!response.ok) throw await problemFrom(response);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

async function answer(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw unreachable();
  }
}

function address(path: string, query: Options['query'] = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return BASE + path + (text ? `?${text}` : '');
}

/** Whoever is signed in by session must show Django's token with every write. */
function csrf(method: string): Record<string, string> {
  if (method === 'GET') return {};
  const token = /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1];
  return token ? { 'X-CSRFToken': token } : {};
}
