import { locale, type Locale } from './locale.svelte';

/** A text that comes as data: in every language, or already in the language of the request. */
export type Text = string | Partial<Record<Locale, string>> | null | undefined;

/** `text` in the language in force; in the other one rather than nothing. */
export function inLanguage(text: Text): string {
  if (!text) return '';
  if (typeof text === 'string') return text;
  return text[locale()] || text.el || text.en || '';
}
