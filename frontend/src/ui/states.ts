import { m } from '../paraglide/messages.js';

/** How a state looks: a colour and a sign, so that colour never speaks alone. */
export type Tone = 'open' | 'moving' | 'waiting' | 'done' | 'refused';

const STATES: Readonly<Record<string, { tone: Tone; name: () => string }>> = {
  submitted: { tone: 'open', name: m.state_submitted },
  registered: { tone: 'open', name: m.state_registered },
  assigned: { tone: 'open', name: m.state_assigned },
  in_progress: { tone: 'moving', name: m.state_in_progress },
  scheduled: { tone: 'moving', name: m.state_scheduled },
  waiting_reporter: { tone: 'waiting', name: m.state_waiting_reporter },
  waiting_third_party: { tone: 'waiting', name: m.state_waiting_third_party },
  forwarded: { tone: 'done', name: m.state_forwarded },
  reopened: { tone: 'open', name: m.state_reopened },
  resolved: { tone: 'done', name: m.state_resolved },
  closed: { tone: 'done', name: m.state_closed },
  duplicate: { tone: 'done', name: m.state_duplicate },
  rejected: { tone: 'refused', name: m.state_rejected },
  withdrawn: { tone: 'refused', name: m.state_withdrawn },
};

export const SIGNS: Readonly<Record<Tone, string>> = {
  open: '●',
  moving: '▶',
  waiting: '❚❚',
  done: '✓',
  refused: '✕',
};

/** The state's name in the language in force; a state that this client does not know yet shows its code. */
export function stateName(code: string): string {
  return STATES[code]?.name() ?? code;
}

export function stateTone(code: string): Tone {
  return STATES[code]?.tone ?? 'open';
}
