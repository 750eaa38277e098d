import type { Bounds } from './municipality';

/** What changed, and where: boxes in degrees by source id. */
export type Changes = Readonly<Record<string, readonly Bounds[]>>;

/**
 * Listen to changes of public data. The browser reconnects by itself; on a reconnection `missed` is called,
 * because events sent meanwhile are gone.
 *
 * @returns a function that ends it.
 */
export function onChanges(changed: (changes: Changes) => void, missed: () => void): () => void {
  const stream = new EventSource('/live/changes');
  let opened = false;
  stream.addEventListener('open', () => {
    if (opened) missed();
    opened = true;
  });
  stream.addEventListener('change', (event) => {
    const { sources } = JSON.parse(event.data) as { sources?: Changes };
    if (sources) changed(sources);
  });
  return () => stream.close();
}
