import { describe, expect, it } from 'vitest';
import { assign, problemFrom, unreachable } from './problem';

function answer(status: number, body: string): Response {
  return new Response(body, { status, headers: { 'Content-Type': 'application/problem+json' } });
}

describe('problemFrom', () => {
  it('reads the members of RFC 9457 and the messages by field', async () => {
    const problem = await problemFrom(
      answer(400, '{"status":400,"code":"invalid","title":"Πεδία","detail":"Δείτε","errors":{"contact.email":["Λάθος"]}}'),
    );
    expect(problem).toMatchObject({ status: 400, code: 'invalid', title: 'Πεδία', detail: 'Δείτε', temporary: false });
    expect(problem.fields).toEqual({ 'contact.email': ['Λάθος'] });
  });

  it('makes a problem of a proxy page too', async () => {
    const problem = await problemFrom(answer(502, '<html>Bad Gateway</html>'));
    expect(problem).toMatchObject({ status: 502, code: 'http-502', fields: {}, temporary: true });
  });

  it('calls silence temporary', () => {
    expect(unreachable().temporary).toBe(true);
  });
});

describe('assign', () => {
  const onScreen = { longitude: 'place', latitude: 'place', description: 'description' };

  it('brings messages to the fields on screen, several API fields to one', () => {
    const { byField, rest } = assign({ longitude: ['Α.'], latitude: ['Β.'], description: ['Γ.'] }, onScreen);
    expect(byField).toEqual({ place: 'Α. Β.', description: 'Γ.' });
    expect(rest).toEqual([]);
    expect(assign({ longitude: ['Α.'], latitude: ['Α.'] }, onScreen).byField).toEqual({ place: 'Α.' });
  });

  it('brings a nested message to the field above it', () => {
    expect(assign({ 'description.0': ['Α.'] }, onScreen).byField).toEqual({ description: 'Α.' });
  });

  it('loses no message that has no field', () => {
    expect(assign({ non_field_errors: ['Α.'], client_id: ['Β.'] }, onScreen)).toEqual({ byField: {}, rest: ['Α.', 'Β.'] });
  });
});
