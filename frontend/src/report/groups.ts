import type { Service } from '../api/services';
import type { Locale } from '../messages/locale.svelte';
import { inLanguage } from '../messages/text';

export interface Group {
  name: string;
  services: Service[];
}

/** The services under their groups: groups in the order given, services by name. */
export function grouped(services: readonly Service[], locale: Locale): Group[] {
  const groups = new Map<string, Service[]>();
  for (const service of services) {
    const name = inLanguage(service.group.name);
    groups.set(name, [...(groups.get(name) ?? []), service]);
  }
  const order = new Intl.Collator(locale);
  return [...groups].map(([name, members]) => ({
    name,
    services: members.sort((a, b) => order.compare(inLanguage(a.name), inLanguage(b.name))),
  }));
}
