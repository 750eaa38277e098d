import { Problem } from '../api/problem';
import { m } from '../paraglide/messages.js';

/** One sentence for a person, whatever went wrong. */
export function explain(error: unknown): string {
  if (!(error instanceof Problem)) return m.problem_unknown();
  if (error.status === 0) return m.problem_unreachable();
  return error.detail || error.title || m.problem_unknown();
}
