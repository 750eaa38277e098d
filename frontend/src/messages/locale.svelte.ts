/**
 * The language of the page, kept as reactive state: changing it redraws every text in place, so that
 * nothing typed and no chosen photo is lost to a reload.
 */
import { getLocale, isLocale, locales, overwriteGetLocale, setLocale } from '../paraglide/runtime.js';

export type Locale = (typeof locales)[number];

let current: Locale = $state(getLocale());
overwriteGetLocale(() => current);

/** The languages on offer, each under its own name. */
export const languages: ReadonlyArray<{ code: Locale; name: string }> = [
  { code: 'el', name: 'Ελληνικά' },
  { code: 'en', name: 'English' },
];

/** The language in force; reactive inside components. */
export function locale(): Locale {
  return current;
}

/** Change the language now, and for the next visit. */
export function chooseLocale(code: string): void {
  if (!isLocale(code)) return;
  current = code;
  void setLocale(code, { reload: false });
  document.documentElement.lang = code;
}
