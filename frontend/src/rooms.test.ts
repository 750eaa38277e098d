import { expect, it } from 'vitest';

/** From the top to the bottom: a room imports only what stands below it. */
const ROOMS = ['browse', 'report', 'map', 'ui', 'api', 'messages'];
const GENERATED = 'paraglide';

const files = import.meta.glob<string>('./*/**/*.{ts,svelte}', { query: '?raw', import: 'default', eager: true });

function roomOf(path: string): string {
  return path.replace(/^\.\//, '').split('/')[0] ?? '';
}

function importsOf(path: string, source: string): string[] {
  const here = new URL(path, 'file:///');
  return [...source.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(([, target]) =>
    new URL(target ?? '', here).pathname.slice(1),
  );
}

it('imports only downward between rooms', () => {
  const upward = Object.entries(files)
    .filter(([path]) => roomOf(path) !== GENERATED)
    .flatMap(([path, source]) =>
      importsOf(path, source)
        .map(roomOf)
        .filter((room) => room !== GENERATED && ROOMS.indexOf(room) < ROOMS.indexOf(roomOf(path)))
        .map((room) => `${path} imports ${room}`),
    );
  expect(upward).toEqual([]);
});

it('knows every room', () => {
  const rooms = new Set(Object.keys(files).map(roomOf));
  rooms.delete(GENERATED);
  expect([...rooms].sort()).toEqual([...ROOMS].sort());
});

it('loads MapLibre in one place only', () => {
  const users = Object.entries(files)
    .filter(([, source]) => /^import (?!type)[^;]*'maplibre-gl/m.test(source))
    .map(([path]) => path);
  expect(users).toEqual(['./map/create.ts']);
});
