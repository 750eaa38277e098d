import type { Service } from '../api/services';
import { m } from '../paraglide/messages.js';
import type { Draft } from './draft';
import { questionsOf, unanswered } from './fields';

/** Messages by the name of the field on screen. */
export type Faults = Readonly<Record<string, string>>;

/** What must be there before it is worth asking the server. Everything else the server judges. */
export function check(draft: Draft, service: Service | undefined): Faults {
  const faults: Record<string, string> = {};
  if (!service) faults['service'] = m.fault_service();
  if (!draft.place && service?.attaches !== 'nowhere') faults['place'] = m.fault_place();
  const { email, phone } = draft.contact;
  if (service?.identification === 'contact' && !email.trim() && !phone.trim()) {
    faults['contact.email'] = m.fault_contact();
  }
  for (const name of unanswered(questionsOf(service?.form), draft.answers)) {
    faults[`answers.${name}`] = m.fault_answer();
  }
  return faults;
}

/** The API's field names, as the form on screen calls them. */
export function onScreen(service: Service | undefined): Record<string, string> {
  const answers = questionsOf(service?.form).map(({ name }) => [`answers.${name}`, `answers.${name}`] as const);
  return {
    service: 'service',
    longitude: 'place',
    latitude: 'place',
    location: 'place',
    feature: 'place',
    description: 'description',
    contact: 'contact.email',
    'contact.name': 'contact.name',
    'contact.email': 'contact.email',
    'contact.phone': 'contact.phone',
    photos: 'photos',
    ...Object.fromEntries(answers),
  };
}
