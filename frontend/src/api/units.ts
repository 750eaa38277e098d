import type { Text } from '../messages/text';

/** A unit of the organisation chart; null before one is competent. */
export type Unit = { code: string; name: Text } | null;
