import { Problem } from '../api/problem';
import { submit, type Receipt, type Report } from '../api/requests';
import type { Service } from '../api/services';
import type { Draft } from './draft';
import { answersOf } from './fields';
import type { Photo } from './photos.svelte';

/** One report's way to the municipality: the text first, then its photos one by one. */
export class Sending {
  phase: 'writing' | 'sending' | 'sent' = $state('writing');
  problem: Problem | null = $state.raw(null);
  receipt: Receipt | null = $state.raw(null);
  /** What was acknowledged is an earlier wording: a first attempt had arrived although its answer was lost. */
  earlier = $state(false);
  photos: readonly Photo[] = $state.raw([]);

  /** Some photo is not with the municipality yet. */
  /** Sent, but nobody answered: it may have arrived. */
  #unanswered: Report | null = null;

  readonly pending = $derived(this.photos.some(({ state }) => state !== 'sent'));

  /** @returns whether the municipality has acknowledged the report. */
  async send(draft: Draft, service: Service, photos: readonly Photo[]): Promise<boolean> {
    this.phase = 'sending';
    this.problem = null;
    try {
      this.receipt = await this.#submit(reportOf(draft, service));
    } catch (error) {
      this.problem = error instanceof Problem ? error : new Problem(-1, 'unknown', '', '', {});
      this.phase = 'writing';
      return false;
    }
    this.photos = photos;
    this.phase = 'sent';
    void this.sendPhotos();
    return true;
  }

  async #submit(report: Report): Promise<Receipt> {
    try {
      return await submit(report);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.temporary) this.#unanswered ??= report;
      if (!isUsedId(error) || !this.#unanswered) throw error;
      const receipt = await submit(this.#unanswered);
      this.earlier = true;
      return receipt;
    }
  }

  /** Send the photos that are not there yet. */
  async sendPhotos(): Promise<void> {
    if (!this.receipt) return;
    const { protocol_number, key } = this.receipt;
    for (const photo of this.photos) {
      if (photo.state === 'waiting' || photo.state === 'failed') await photo.send(protocol_number, key);
    }
  }
}

/** The server knows this `client_id` with another wording. */
export function isUsedId(problem: Problem): boolean {
  return problem.status === 409 && 'client_id' in problem.fields;
}

/** The body of the request: only what was given. */
export function reportOf(draft: Draft, service: Service): Report {
  const contact = Object.entries(draft.contact)
    .map(([name, value]) => [name, value.trim()] as const)
    .filter(([, value]) => value);
  return {
    client_id: draft.client_id,
    service: service.code,
    description: draft.description.trim(),
    ...draft.place,
    answers: answersOf(service.form, draft.answers),
    contact: Object.fromEntries(contact),
  };
}
