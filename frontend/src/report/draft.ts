import type { Place } from '../api/requests';

/** A report as far as it is written. */
export interface Draft {
  /** Made once and kept until the report is acknowledged: a resend with it changes nothing. */
  client_id: string;
  service: string;
  place: Place | null;
  description: string;
  answers: Record<string, string>;
  contact: { name: string; email: string; phone: string };
}

const KEY = 'topos.draft';

/** A draft left alone for a week is forgotten: it may hold a name and a telephone. */
const LIFETIME_MS = 7 * 24 * 3600 * 1000;

export function emptyDraft(): Draft {
  return {
    client_id: crypto.randomUUID(),
    service: '',
    place: null,
    description: '',
    answers: {},
    contact: { name: '', email: '', phone: '' },
  };
}

/** Keeps the one draft of this browser. A browser that refuses storage loses the comfort, nothing else. */
export class DraftStore {
  constructor(
    private readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>,
    private readonly now: () => number = Date.now,
  ) {}

  /** The kept draft, or a new empty one. */
  load(): Draft {
    try {
      const kept: unknown = JSON.parse(this.storage.getItem(KEY) ?? 'null');
      if (isKept(kept) && this.now() - kept.at < LIFETIME_MS) return { ...emptyDraft(), ...kept.draft };
    } catch {
      // Unreadable or forbidden: begin anew.
    }
    return emptyDraft();
  }

  save(draft: Draft): void {
    try {
      this.storage.setItem(KEY, JSON.stringify({ at: this.now(), draft }));
    } catch {
      // Full or forbidden: the form on screen still holds everything.
    }
  }

  clear(): void {
    try {
      this.storage.removeItem(KEY);
    } catch {
      // Forbidden: then nothing was kept either.
    }
  }
}

function isKept(value: unknown): value is { at: number; draft: Partial<Draft> } {
  return typeof value === 'object' && value !== null && 'at' in value && 'draft' in value;
}
