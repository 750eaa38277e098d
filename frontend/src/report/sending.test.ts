import { afterEach, expect, it, vi } from 'vitest';
import type { Service } from '../api/services';
import { emptyDraft } from './draft';
import { reportOf, Sending } from './sending.svelte';

const service: Service = {
  code: 'pothole',
  name: 'Λακκούβα',
  description: '',
  group: { code: 'roads', name: 'Δρόμοι' },
  notice: null,
  form: null,
  attaches: 'point',
  identification: 'none',
  map_source: 'requests',
};
const draft = { ...emptyDraft(), service: 'pothole', place: { longitude: 26.2, latitude: 39.2 } };

function answering(...answers: Array<Response | Error>): ReturnType<typeof vi.fn> {
  const fetch = vi.fn<typeof globalThis.fetch>(async () => {
    const answer = answers.shift();
    if (answer instanceof Response) return answer;
    throw answer ?? new TypeError('offline');
  });
  vi.stubGlobal('fetch', fetch);
  return fetch;
}

afterEach(() => vi.unstubAllGlobals());

it('sends only what was given', () => {
  const contact = { name: ' ', email: 'a@example.gr ', phone: '' };
  expect(reportOf({ ...draft, contact }, service)).toEqual({
    client_id: draft.client_id,
    service: 'pothole',
    description: '',
    longitude: 26.2,
    latitude: 39.2,
    answers: {},
    contact: { email: 'a@example.gr' },
  });
});

it('finds the receipt of a first attempt that had arrived, although the text was changed since', async () => {
  const receipt = { protocol_number: '2026-000001', key: 'k', state: 'submitted', unit: null, expected_at: null };
  const used = { status: 409, code: 'conflict', errors: { client_id: ['…'] } };
  const fetch = answering(new TypeError('cut off'), Response.json(used, { status: 409 }), Response.json(receipt));
  const sending = new Sending();
  await sending.send({ ...draft, description: 'first' }, service, []);

  expect(await sending.send({ ...draft, description: 'second' }, service, [])).toBe(true);
  expect(sending.earlier).toBe(true);
  const texts = fetch.mock.calls.map(([, init]) => (JSON.parse(String(init.body)) as { description: string }).description);
  expect(texts).toEqual(['first', 'second', 'first']);
});

it('repeats a report that nobody answered under the same client_id', async () => {
  const receipt = { protocol_number: '2026-000001', key: 'k', state: 'submitted', unit: null, expected_at: null };
  const fetch = answering(new TypeError('offline'), Response.json(receipt, { status: 201 }));
  const sending = new Sending();

  expect(await sending.send(draft, service, [])).toBe(false);
  expect(sending.problem?.temporary).toBe(true);
  expect(sending.phase).toBe('writing');

  expect(await sending.send(draft, service, [])).toBe(true);
  expect(sending.receipt?.protocol_number).toBe('2026-000001');
  const sent = fetch.mock.calls.map(([, init]) => (JSON.parse(String(init.body)) as { client_id: string }).client_id);
  expect(sent).toEqual([draft.client_id, draft.client_id]);
});
