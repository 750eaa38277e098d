import type { FormSchema, QuestionSchema } from '../api/services';
import type { Text } from '../messages/text';

/** One extra question, ready to be drawn. */
export interface Question {
  name: string;
  kind: 'text' | 'long' | 'number' | 'integer' | 'boolean' | 'choice';
  title: Text;
  help: Text;
  required: boolean;
  options: ReadonlyArray<{ value: string; title: Text }>;
  minimum: number | undefined;
  maximum: number | undefined;
  maxLength: number | undefined;
}

/** What the person put in, as text; '' is no answer. */
export type RawAnswers = Readonly<Record<string, string>>;

/** From this length on an answer gets several lines. */
const LONG = 200;

/** The questions of a service's form (JSON Schema, the flat part of it), in the order of the schema. */
export function questionsOf(form: FormSchema | null | undefined): Question[] {
  const required = new Set(form?.required);
  return Object.entries(form?.properties ?? {}).map(([name, schema]) => ({
    name,
    kind: kindOf(schema),
    title: schema['x-title'] ?? schema.title ?? name,
    help: schema['x-help'] ?? schema.description,
    required: required.has(name),
    options: (schema.enum ?? []).map((value) => ({
      value: String(value),
      title: schema['x-enum-titles']?.[String(value)] ?? String(value),
    })),
    minimum: schema.minimum,
    maximum: schema.maximum,
    maxLength: schema.maxLength,
  }));
}

/** The answers with the types that the schema asks for; what was left empty is left out. */
export function answersOf(form: FormSchema | null | undefined, raw: RawAnswers): Record<string, string | number | boolean> {
  const answers: Record<string, string | number | boolean> = {};
  for (const [name, schema] of Object.entries(form?.properties ?? {})) {
    const text = raw[name]?.trim() ?? '';
    if (text) answers[name] = typed(schema, text);
  }
  return answers;
}

/** Names of the required questions without an answer. */
export function unanswered(questions: readonly Question[], raw: RawAnswers): string[] {
  return questions.filter(({ name, required }) => required && !raw[name]?.trim()).map(({ name }) => name);
}

function kindOf(schema: QuestionSchema): Question['kind'] {
  if (schema.enum) return 'choice';
  if (schema.type === 'boolean' || schema.type === 'number' || schema.type === 'integer') return schema.type;
  return (schema.maxLength ?? 0) > LONG ? 'long' : 'text';
}

/** A number that cannot be read stays text: the server names the fault at the field. */
function typed(schema: QuestionSchema, text: string): string | number | boolean {
  if (schema.enum) return schema.enum.find((value) => String(value) === text) ?? text;
  if (schema.type === 'boolean') return text === 'true';
  if (schema.type === 'number' || schema.type === 'integer') return numberFrom(text) ?? text;
  return text;
}

/** A number written with a decimal point or, as Greeks do, a comma. */
export function numberFrom(text: string): number | null {
  const plain = text.trim().replace(',', '.');
  const number = Number(plain);
  return plain && Number.isFinite(number) ? number : null;
}
