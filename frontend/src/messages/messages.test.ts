import { expect, it } from 'vitest';
import el from './el.json';
import en from './en.json';

const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

it('says everything in both languages, with the same placeholders', () => {
  expect(Object.keys(en).sort()).toEqual(Object.keys(el).sort());
  for (const [key, text] of Object.entries(el)) {
    expect(placeholders(en[key as keyof typeof en]), key).toEqual(placeholders(text));
    expect(text.trim(), key).not.toBe('');
  }
});
