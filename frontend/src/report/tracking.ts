/** Where a case can be followed. The key stands in the fragment, which no server and no log ever sees. */
export function trackingPath(reference: string, key = ''): string {
  return `/requests/${encodeURIComponent(reference)}${key && `#${encodeURIComponent(key)}`}`;
}

/** The reference and the key in an address made by `trackingPath`. */
export function trackingFrom({ pathname, hash }: Pick<Location, 'pathname' | 'hash'>): { reference: string; key: string } {
  const reference = /^\/requests\/([^/]+)/.exec(pathname)?.[1] ?? '';
  return { reference: decoded(reference), key: decoded(hash.replace(/^#/, '')) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
