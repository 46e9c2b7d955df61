import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bodyExcerpt, messageLine, printable } from '../../src/probe/excerpt.ts';

const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

const CHARACTERS = [
  ['escape', '\u001b[31m', '\\u{1b}[31m'],
  ['line ends', 'a\r\nb', 'a\\u{d}\\u{a}b'],
  ['tab', 'a\tb', 'a\\u{9}b'],
  ['nul', '\0', '\\u{0}'],
  ['delete', '\u007f', '\\u{7f}'],
  ['control sequence introducer of eight bits', '\u009b31m', '\\u{9b}31m'],
  ['right-to-left override', 'a\u202eb', 'a\\u{202e}b'],
  ['isolate', '\u2066a\u2069', '\\u{2066}a\\u{2069}'],
  ['zero width space', '\u200b', '\\u{200b}'],
  ['byte order mark', '\ufeff', '\\u{feff}'],
  ['line separator', '\u2028', '\\u{2028}'],
  ['paragraph separator', '\u2029', '\\u{2029}'],
  ['tag beyond the first plane', '\u{e0041}', '\\u{e0041}'],
  ['nothing to escape', 'Größe "ok" \\ 日本 🐕', 'Größe "ok" \\ 日本 🐕'],
] as const;

test.each(CHARACTERS)('%s', (_name, text, expected) => {
  expect(printable(text)).toBe(expected);
  expect(messageLine(text)).toBe(expected);
  expect(bodyExcerpt(text)).toBe(expected);
});

const SECRETS = [
  ['{"token":"abc"}', '{"token":"***"}'],
  ['{"access_token" : "abc", "id": 1}', '{"access_token" : "***", "id": 1}'],
  ['{"clientSecret":"a\\"b"}', '{"clientSecret":"***"}'],
  ['{"PASSWORD":"x"}', '{"PASSWORD":"***"}'],
  ['{"apiKey":"x","api_key":"y","x-api-key":"z"}', '{"apiKey":"***","api_key":"***","x-api-key":"***"}'],
  ['{"Authorization":"Bearer x"}', '{"Authorization":"***"}'],
  ['{"awsCredentials":"x"}', '{"awsCredentials":"***"}'],
  ['{"token":"cut off', '{"token":"***"'],
  ['{"id":"token"}', '{"id":"token"}'],
  ['{"message":"Missing Authentication Token"}', '{"message":"Missing Authentication Token"}'],
] as const;

test.each(SECRETS)('the secrets in %s are left out', (body, expected) => {
  expect(bodyExcerpt(body)).toBe(expected);
});

describe('long text', () => {
  test('is cut to 512 characters of a body and 300 of a message', () => {
    expect(bodyExcerpt('a'.repeat(512))).toBe('a'.repeat(512));
    expect(bodyExcerpt('a'.repeat(513))).toBe(`${'a'.repeat(511)}…`);
    expect(messageLine('a'.repeat(300))).toBe('a'.repeat(300));
    expect(messageLine('a'.repeat(301))).toBe(`${'a'.repeat(299)}…`);
  });

  test('is cut after its characters were escaped', () => {
    expect(messageLine('\0'.repeat(100))).toBe(`${'\\u{0}'.repeat(59)}\\u{0…`);
  });

  test('is not cut through a secret that begins inside', () => {
    expect(bodyExcerpt(`${'a'.repeat(490)}{"token":"${'s'.repeat(5_000)}"}`)).toBe(`${'a'.repeat(490)}{"token":"***"`);
  });

  test('is not cut through a character', () => {
    expect(messageLine('🐕'.repeat(200))).toBe(`${'🐕'.repeat(149)}\ufffd…`);
  });
});

test('whatever comes, what is shown is printable, whole and short', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (text) => {
      for (const [shown, cap] of [
        [messageLine(text), 300],
        [bodyExcerpt(text), 512],
      ] as const) {
        expect(UNPRINTABLE.test(shown)).toBe(false);
        expect(shown.isWellFormed()).toBe(true);
        expect(shown.length).toBeLessThanOrEqual(cap);
      }
    }),
  );
});
