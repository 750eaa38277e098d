import { beforeEach, describe, expect, it } from 'vitest';
import { DraftStore, emptyDraft } from './draft';

const DAY = 24 * 3600 * 1000;

describe('DraftStore', () => {
  let now = 0;
  let store: DraftStore;

  beforeEach(() => {
    localStorage.clear();
    now = Date.UTC(2026, 10, 24);
    store = new DraftStore(localStorage, () => now);
  });

  it('gives back what was written, with the same client_id', () => {
    const draft = { ...emptyDraft(), service: 'pothole', description: 'Λακκούβα' };
    store.save(draft);
    expect(new DraftStore(localStorage, () => now).load()).toEqual(draft);
  });

  it('begins anew with a new client_id after an acknowledgement', () => {
    const draft = emptyDraft();
    store.save(draft);
    store.clear();
    expect(store.load().client_id).not.toBe(draft.client_id);
  });

  it('forgets a draft that was left alone for a week', () => {
    store.save({ ...emptyDraft(), description: 'Λακκούβα' });
    now += 6 * DAY;
    expect(store.load().description).toBe('Λακκούβα');
    now += DAY;
    expect(store.load().description).toBe('');
  });

  it('survives what it cannot read', () => {
    localStorage.setItem('topos.draft', '{"at":');
    expect(store.load().service).toBe('');
  });

  it('completes a draft of an older form', () => {
    localStorage.setItem('topos.draft', JSON.stringify({ at: now, draft: { service: 'pothole' } }));
    expect(store.load()).toMatchObject({ service: 'pothole', contact: { email: '' }, answers: {} });
  });

  it('does without storage where the browser forbids it', () => {
    const forbidden = () => {
      throw new DOMException('denied', 'SecurityError');
    };
    const without = new DraftStore({ getItem: forbidden, setItem: forbidden, removeItem: forbidden });
    without.save(emptyDraft());
    without.clear();
    expect(without.load().service).toBe('');
  });
});
