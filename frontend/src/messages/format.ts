import { locale } from './locale.svelte';

const TAGS = { el: 'el-GR', en: 'en-GB' } as const;

/** Date and time are shown where the municipality is, wherever the reader sits. */
const TIME_ZONE = 'Europe/Athens';

function formatter(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(TAGS[locale()], { timeZone: TIME_ZONE, ...options });
}

/** "24 Νοεμβρίου 2026", from an ISO 8601 instant. */
export function date(instant: string | number): string {
  return formatter({ dateStyle: 'long' }).format(new Date(instant));
}

/** "24 Νοε 2026, 14:05", from an ISO 8601 instant. */
export function dateTime(instant: string | number): string {
  return formatter({ dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' }).format(new Date(instant));
}

/** Degrees to five decimals (about a metre), with the language's decimal mark. */
export function degrees(value: number): string {
  return new Intl.NumberFormat(TAGS[locale()], { minimumFractionDigits: 5, maximumFractionDigits: 5 }).format(value);
}

/** A size in MB, one decimal. */
export function megabytes(bytes: number): string {
  return new Intl.NumberFormat(TAGS[locale()], { maximumFractionDigits: 1 }).format(bytes / 1_000_000) + ' MB';
}
