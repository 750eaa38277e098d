import { expect, it } from 'vitest';
import { trackingFrom, trackingPath } from './tracking';

it('carries the key in the fragment only, and finds it again', () => {
  const address = new URL(trackingPath('2026-000123', 'a/b+c='), 'http://localhost');
  expect(address.pathname).toBe('/requests/2026-000123');
  expect(address.search).toBe('');
  expect(trackingFrom(address)).toEqual({ reference: '2026-000123', key: 'a/b+c=' });
});

it('does without a key', () => {
  expect(trackingFrom(new URL(trackingPath('2026-000123'), 'http://localhost'))).toEqual({ reference: '2026-000123', key: '' });
});
