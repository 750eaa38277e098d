import type { Bounds } from './municipality';

/** What changed, and where: boxes in degrees by source id. */
export type Changes = Readonly<Record<string, readonly Bounds[]>>;

/** How long to wait when the server takes no more readers: the browser gives up after such an answer. */
const AGAIN_MS = 30_000;

/**
 * Listen to changes of public data. The browser reconnects by itself after an interruption.
 *
 * @param missed called when events may have been lost: everything shown must be asked for again.
 * @returns a function that ends it.
 */
export function onChanges(changed: (changes: Changes) => void, missed: () => void): () => void {
  let stream = new EventSource('/live/changes');
  let timer: ReturnType<typeof setTimeout> | undefined;
  let opened = false;
  /** The server can tell what a reader missed from the last event that it names; only then. */
  let named = false;

  function listen(): void {
    stream.addEventListener('open', () => {
      if (opened && !named) missed();
      opened = true;
    });
    stream.addEventListener('change', ({ data, lastEventId }) => {
      named = Boolean(lastEventId);
      const { sources } = JSON.parse(data) as { sources?: Changes };
      if (sources) changed(sources);
    });
    stream.addEventListener('resync', missed);
    stream.addEventListener('error', () => {
      if (stream.readyState !== EventSource.CLOSED) return;
      // A new stream names no event.
      named = false;
      timer = setTimeout(again, AGAIN_MS);
    });
  }

  function again(): void {
    stream = new EventSource('/live/changes');
    listen();
  }

  listen();
  return () => {
    clearTimeout(timer);
    stream.close();
  };
}
