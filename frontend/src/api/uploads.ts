import { locale } from '../messages/locale.svelte';
import { BASE } from './client';
import { Problem, problemFrom, unreachable } from './problem';

/** Waiting times between attempts, in milliseconds; after the last one the person decides. */
const RETRY_DELAYS = [0, 1000, 3000, 8000, 15000];

/**
 * Send a file by the resumable protocol (tus 1.0); an interruption costs what was on the way, no more.
 *
 * @param progress called with a share from 0 to 1.
 * @returns the upload's id, for the request that takes the file over.
 * @throws Problem when the server refuses the file, or stays out of reach.
 */
export async function upload(file: File, progress: (share: number) => void): Promise<string> {
  const tus = await import('tus-js-client');
  return new Promise((resolve, reject) => {
    const sending = new tus.Upload(file, {
      endpoint: `${BASE}/uploads/`,
      headers: { 'Accept-Language': locale() },
      retryDelays: RETRY_DELAYS,
      removeFingerprintOnSuccess: true,
      onProgress: (sent, total) => progress(total ? sent / total : 0),
      onSuccess: () => resolve(idOf(sending.url ?? '')),
      onError: (error) => void problemOf(error).then(reject),
    });
    sending.start();
  });
}

function idOf(url: string): string {
  return url.split('/').filter(Boolean).at(-1) ?? '';
}

async function problemOf(error: Error): Promise<Problem> {
  const response = 'originalResponse' in error ? (error.originalResponse as Answer | null) : null;
  if (!response) return unreachable();
  return problemFrom(new Response(response.getBody(), { status: Math.max(response.getStatus(), 200) }));
}

interface Answer {
  getStatus(): number;
  getBody(): string;
}
