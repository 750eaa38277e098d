import greek400 from '@fontsource/noto-sans/files/noto-sans-greek-400-normal.woff2?url';
import greek700 from '@fontsource/noto-sans/files/noto-sans-greek-700-normal.woff2?url';
import latin400 from '@fontsource/noto-sans/files/noto-sans-latin-400-normal.woff2?url';
import latin700 from '@fontsource/noto-sans/files/noto-sans-latin-700-normal.woff2?url';
import ranges from '@fontsource/noto-sans/unicode.json';
import type { StyleSpecification } from 'maplibre-gl';

type FontFaces = NonNullable<StyleSpecification['font-faces']>;

function face(greek: string, latin: string): FontFaces[string] {
  return [
    { url: new URL(latin, location.href).href, 'unicode-range': ranges.latin.split(',') },
    { url: new URL(greek, location.href).href, 'unicode-range': ranges.greek.split(',') },
  ];
}

/** The files that draw the map's labels: the page's own fonts, so no glyph server is needed. */
export const fontFaces: FontFaces = {
  'Noto Sans Regular': face(greek400, latin400),
  'Noto Sans Bold': face(greek700, latin700),
};
