import type { Text } from '../messages/text';
import { request } from './client';

/** One extra question of a service: JSON Schema with our `x-` members for texts in both languages. */
export interface QuestionSchema {
  type?: 'string' | 'number' | 'integer' | 'boolean';
  title?: string;
  description?: string;
  enum?: readonly (string | number)[];
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  format?: string;
  'x-title'?: Text;
  'x-help'?: Text;
  'x-enum-titles'?: Readonly<Record<string, Text>>;
}

export interface FormSchema {
  properties?: Readonly<Record<string, QuestionSchema>>;
  required?: readonly string[];
}

/** A service that can be asked for; a complaint's category is one. */
export interface Service {
  code: string;
  name: Text;
  description?: Text;
  group: Text | { code: string; name: Text };
  icon?: string;
  /** Read before sending, for example whom to call in an emergency. */
  notice?: Text;
  /** Where a case of it lies; `nowhere` needs no place. */
  attaches?: string;
  form?: FormSchema | null;
}

interface Page<T> {
  results?: T[];
  services?: T[];
}

export async function services(): Promise<Service[]> {
  const answer = await request<Service[] | Page<Service>>('/services/');
  return Array.isArray(answer) ? answer : (answer.results ?? answer.services ?? []);
}
