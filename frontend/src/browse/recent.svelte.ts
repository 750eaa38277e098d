import type { Bounds } from '../api/municipality';
import { recent } from '../api/requests';
import { summaryOfRequest, type Summary } from './summary';

/** How many the list shows. */
const LIMIT = 30;

/** Waits until the map has come to rest, and gathers bursts of changes. */
const REST_MS = 300;

/** The newest public requests in view. While new ones load, the old ones stay. */
export class RecentRequests {
  requests: readonly Summary[] = $state.raw([]);
  state: 'loading' | 'ready' | 'failed' = $state('loading');
  problem: unknown = $state.raw(null);
  #version = $state(0);

  constructor(bounds: () => Bounds) {
    $effect(() => {
      const [box] = [bounds(), this.#version];
      const stop = new AbortController();
      const timer = setTimeout(() => void this.#load(box, stop.signal), REST_MS);
      return () => {
        clearTimeout(timer);
        stop.abort();
      };
    });
  }

  reload(): void {
    this.#version += 1;
  }

  async #load(box: Bounds, signal: AbortSignal): Promise<void> {
    try {
      this.requests = (await recent(box, LIMIT, signal)).map(summaryOfRequest);
      this.state = 'ready';
    } catch (error) {
      if (signal.aborted) return;
      this.problem = error;
      this.state = 'failed';
    }
  }
}
