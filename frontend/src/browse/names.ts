import type { Service } from '../api/services';
import type { Text } from '../messages/text';

/** The name of a service by its code; the code itself for one that is offered no more. */
export function serviceName(services: readonly Service[], code: string): Text {
  return services.find((service) => service.code === code)?.name ?? code;
}
