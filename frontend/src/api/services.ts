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
  description: Text;
  group: { code: string; name: Text };
  /** Read before sending, for example whom to call in an emergency. */
  notice: Text;
  form: FormSchema | null;
  /** Where a case of it lies; `nowhere` needs no place. */
  attaches: 'nowhere' | 'point' | 'features' | 'line' | 'polygon';
  /** How well the reporter must be known. */
  identification: 'none' | 'contact' | 'account';
  /** The tile layer that shows its cases; `requests` are reported here. */
  map_source: string;
}

/** The services on offer, in the order of their groups. */
export function services(): Promise<Service[]> {
  return request('/services/');
}
