import type { StyleSpecification } from 'maplibre-gl';
import { problemFrom } from '../api/problem';
import { locale } from '../messages/locale.svelte';
import { fontFaces } from './fonts';

/**
 * The style of the public map in the language in force, with the fonts for its labels.
 *
 * @throws Problem when the server refuses; TypeError when it cannot be reached.
 */
export async function publicStyle(): Promise<StyleSpecification> {
  const response = await fetch('/tiles/style.json', { headers: { 'Accept-Language': locale() } });
  if (!response.ok) throw await problemFrom(response);
  const style = (await response.json()) as StyleSpecification;
  return { ...style, 'font-faces': fontFaces };
}
