import type { Text } from '../messages/text';

/** A unit of the organisation chart as the API names it. */
export type Unit = Text | { code: string; name: Text };

export function unitName(unit: Unit): Text {
  return typeof unit === 'object' && unit && 'name' in unit ? unit.name : unit;
}
