import type { Bounds } from '../api/municipality';

/** What is shown of a municipality without a boundary yet, degrees. */
export const GREECE: Bounds = [19.3, 34.7, 29.7, 41.8];
