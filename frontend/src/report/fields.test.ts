import { describe, expect, it } from 'vitest';
import type { FormSchema } from '../api/services';
import { answersOf, numberFrom, questionsOf, unanswered } from './fields';

const form: FormSchema = {
  required: ['depth'],
  properties: {
    depth: {
      type: 'string',
      enum: ['shallow', 'deep'],
      'x-title': { el: 'Πόσο βαθιά;', en: 'How deep?' },
      'x-enum-titles': { deep: { el: 'Βαθιά', en: 'Deep' } },
    },
    lanes: { type: 'integer', enum: [1, 2] },
    danger: { type: 'boolean' },
    width: { type: 'number', minimum: 0, maximum: 20 },
    note: { type: 'string', title: 'Note', maxLength: 1000 },
  },
};

describe('questionsOf', () => {
  it('keeps the order of the schema and says how each question is asked', () => {
    expect(questionsOf(form).map(({ name, kind, required }) => [name, kind, required])).toEqual([
      ['depth', 'choice', true],
      ['lanes', 'choice', false],
      ['danger', 'boolean', false],
      ['width', 'number', false],
      ['note', 'long', false],
    ]);
  });

  it('names options in both languages, and by their value where no name is given', () => {
    expect(questionsOf(form)[0]?.options).toEqual([
      { value: 'shallow', title: 'shallow' },
      { value: 'deep', title: { el: 'Βαθιά', en: 'Deep' } },
    ]);
  });

  it('takes a service without questions', () => {
    expect(questionsOf(null)).toEqual([]);
    expect(questionsOf({})).toEqual([]);
  });
});

describe('answersOf', () => {
  it('gives each answer the type of its schema and leaves out what is empty', () => {
    const raw = { depth: 'deep', lanes: '2', danger: 'false', width: '1,5', note: '  ' };
    expect(answersOf(form, raw)).toEqual({ depth: 'deep', lanes: 2, danger: false, width: 1.5 });
  });

  it('leaves a number that cannot be read to the server, which names the fault', () => {
    expect(answersOf(form, { width: 'wide' })).toEqual({ width: 'wide' });
  });

  it('sends no answer to a question of another service', () => {
    expect(answersOf(form, { colour: 'red' })).toEqual({});
  });
});

describe('unanswered', () => {
  it('names the required questions without an answer', () => {
    expect(unanswered(questionsOf(form), { depth: ' ' })).toEqual(['depth']);
    expect(unanswered(questionsOf(form), { depth: 'deep' })).toEqual([]);
  });
});

describe('numberFrom', () => {
  it.each([
    ['26.2', 26.2],
    [' 26,207 ', 26.207],
    ['-1', -1],
    ['', null],
    ['1.000,5', null],
    ['Infinity', null],
  ])('reads %j as %j', (text, number) => expect(numberFrom(text)).toBe(number));
});
