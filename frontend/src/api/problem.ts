/** Messages by the name of the field at fault, as the API names it (`contact.email`, `answers.depth`). */
export type FieldErrors = Readonly<Record<string, readonly string[]>>;

/** An answer `application/problem+json` (RFC 9457), or the lack of any answer (`status` 0). */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly detail: string,
    readonly fields: FieldErrors,
  ) {
    super(detail || title || code);
  }

  /** Worth the same request again: nobody answered, or the server asks for patience. */
  get temporary(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 502;
  }
}

/** No answer came: offline, or the server is being restarted. */
export function unreachable(): Problem {
  return new Problem(0, 'unreachable', '', '', {});
}

/** The problem in an answer that is not OK; an answer of a proxy without one still becomes a problem. */
export async function problemFrom(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => null);
  const members = isObject(body) ? body : {};
  return new Problem(
    response.status,
    text(members['code']) || `http-${response.status}`,
    text(members['title']),
    text(members['detail']),
    fieldErrors(members['errors']),
  );
}

/** Sort messages to the fields on screen; what belongs to none of them comes back apart. */
export function assign(
  fields: FieldErrors,
  onScreen: Readonly<Record<string, string>>,
): { byField: Record<string, string>; rest: string[] } {
  const found: Record<string, string[]> = {};
  const rest: string[] = [];
  for (const [name, messages] of Object.entries(fields)) {
    const field = onScreen[name] ?? onScreen[name.split('.')[0] ?? ''];
    if (field === undefined) rest.push(...messages);
    else found[field] = [...(found[field] ?? []), ...messages];
  }
  // Longitude and latitude are one field on screen, and often have the same message.
  const joined = Object.entries(found).map(([field, messages]) => [field, [...new Set(messages)].join(' ')]);
  return { byField: Object.fromEntries(joined), rest };
}

function fieldErrors(value: unknown): FieldErrors {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).map(([name, messages]) => [name, (Array.isArray(messages) ? messages : [messages]).map(String)]),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
