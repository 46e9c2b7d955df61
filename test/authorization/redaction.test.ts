// Secrets in texts that others wrote, in every encoding in which an answer may repeat what it was sent.

import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRedaction } from '../../src/authorization/redaction.ts';

const SECRET = 'k3y/with+every=kind & "of" \'character\' <in> \\it: 100%,~';

const inHtml = (text: string) =>
  text.replace(/[^A-Za-z0-9 ]/g, (each) => `&#x${each.charCodeAt(0).toString(16).toUpperCase()};`);
const inHtmlByName = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
const inJson = (text: string) => JSON.stringify(text).slice(1, -1);
const inUnicodeEscapes = (text: string) =>
  text.replace(/[^A-Za-z0-9 ]/g, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`);

const ENCODINGS: Readonly<Record<string, (text: string) => string>> = {
  'as it is': (text) => text,
  'in other letters': (text) => text.toUpperCase(),
  'in JSON': inJson,
  'in JSON with escaped slashes': (text) => inJson(text).replaceAll('/', '\\/'),
  'in JSON as other languages write it': inUnicodeEscapes,
  'in JSON that stands in JSON': (text) => inJson(inJson(text)),
  'in a URL': encodeURIComponent,
  'in a URL with small letters': (text) => encodeURIComponent(text).toLowerCase(),
  'in a URL in a URL': (text) => encodeURIComponent(encodeURIComponent(text)),
  'in a form': (text) => new URLSearchParams({ '': text }).toString().slice(1),
  'in HTML': inHtml,
  'in HTML with names': inHtmlByName,
  'in base64': (text) => Buffer.from(text).toString('base64'),
  'in base64 in a URL': (text) => encodeURIComponent(Buffer.from(text).toString('base64')),
  'in base64 for URLs': (text) => Buffer.from(text).toString('base64url'),
};

describe('a secret', () => {
  const redact = createRedaction([SECRET]);

  test.for(Object.keys(ENCODINGS))('%s is taken out', (name) => {
    const encoded = ENCODINGS[name]?.(SECRET);
    expect(redact(`{"before": "${encoded}", "after": "${encoded}"}`)).toBe('{"before": "***", "after": "***"}');
  });

  test.for([0, 1, 2, 3, 4])(
    'is taken out of base64 with %d bytes before it, and what stands beside it left',
    (bytes) => {
      const [before, after] = ['user:'.slice(0, bytes), ' and more'];
      const encoded = Buffer.from(before + SECRET + after).toString('base64');
      const shown = redact(`Basic ${encoded}.`);
      expect(shown).toMatch(/^Basic [A-Za-z0-9+/]*\*\*\*[A-Za-z0-9+/]+=*\.$/);
      const left = shown.slice('Basic '.length).split('***')[0] ?? '';
      expect(before.startsWith(Buffer.from(left, 'base64').toString())).toBe(true);
    },
  );

  test('has one space where it was sent with many', () => {
    expect(createRedaction(['one   two\tthree'])('x-api-key:one two three\n')).toBe('x-api-key:***\n');
  });

  test.for(Object.keys(ENCODINGS))('with tabs, backslashes and plus signs in a row, %s, is taken out', (name) => {
    const secret = 'a\tb \\\\/c\\:d + +e\\';
    const shown = createRedaction([secret])(`{${ENCODINGS[name]?.(secret)}}`);
    expect(shown).toMatch(/^\{\*\*\*=*\}$/);
  });

  test('is taken out though another one is a part of it', () => {
    const both = createRedaction(['part-of-it', 'the-part-of-it-and-more']);
    expect(both('the-part-of-it-and-more part-of-it')).toBe('*** ***');
  });

  test('whatever it is made of, is in no encoding left', () => {
    const secrets = fc.string({ unit: 'grapheme-ascii', minLength: 8, maxLength: 60 }).map((text) => text.trim());
    fc.assert(
      fc.property(
        secrets.filter((text) => text.length >= 8),
        fc.constantFrom(...Object.keys(ENCODINGS)),
        fc.string({ unit: fc.constantFrom('x', ' ', '{', '"', '='), maxLength: 9 }),
        (secret, name, around) => {
          const encoded = ENCODINGS[name]?.(secret) ?? '';
          const shown = createRedaction([secret])(`${around} ${encoded} ${around}`);
          expect(shown).toContain('***');
          expect(shown.toLowerCase()).not.toContain(encoded.toLowerCase());
        },
      ),
    );
  });
});

describe('what is secret in a value', () => {
  test.for([
    [
      'Bearer eyJhbGciOi.JIUzI1NiJ9',
      'token eyJhbGciOi.JIUzI1NiJ9 is not valid for Bearer',
      'token *** is not valid for Bearer',
    ],
    ['Basic cGV0czpodW50ZXIyMi4=', 'pets may not enter with hunter22.', 'pets may not enter with ***'],
    ['Basic cGV0czpodW50ZXIyMi4=', 'cGV0czpodW50ZXIyMi4=', '***'],
    ['a1b2', 'key a1b2 is wrong', 'key *** is wrong'],
    // A word like any other: without it the text would tell more than with it.
    ['dc1', 'dc1 is not known', 'dc1 is not known'],
  ])('%s', ([value, text, shown]) => {
    expect(createRedaction([value ?? ''])(text ?? '')).toBe(shown);
  });

  test('a signature is taken out, however it is written, and nothing else of its header', () => {
    const redact = createRedaction([]);
    const signature = 'b2d1b5e5f2f7c1b0e0c2a0a9d3f4e5c6b7a8990011223344556677889900aabb';
    const header = (equals: string) =>
      `Credential${equals}AKIDEXAMPLE/20261123/us-west-2/execute-api/aws4_request, Signature${equals}${signature}`;
    for (const equals of ['=', '%3D', '%253D', '\\u003d', ' = ', '": "'])
      expect(redact(header(equals))).toBe(header(equals).replace(signature, '***'));
    expect(redact(`string to sign: ${signature}`)).toBe(`string to sign: ${signature}`);
  });
});

// Each took time by the square of its length, or more, before what repeats a character had an end.
test.for([
  ['/k3y-that-begins-so', '\\'],
  ['\\k3y-that-begins-so', '%5c'],
  ['k3y:\\\\\\/that', '\\', 'k3y:'],
  ['k3y: + + + + that', '+', 'k3y:'],
  [`Basic ${Buffer.from('pets:  hunter22').toString('base64')}`, ' '],
])(
  'a megabyte of what may stand in %j takes no longer than its length asks for',
  ([value = '', unit = '', before = '']) => {
    const hostile = before + unit.repeat(1_048_576 / unit.length);
    expect(createRedaction([value])(hostile)).toBe(hostile);
  },
);

test('values that no pattern can be made of are refused, without a word of them', () => {
  const value = `S3cr3tV4lu3${"-!#$%&'()*".repeat(1_000)}`;
  let thrown: unknown;
  try {
    createRedaction([value]);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toMatchObject({ name: 'CanaryError', code: 'secret-unusable', hint: expect.any(String) });
  expect(inspect(thrown)).not.toContain('S3cr3tV4lu3');
});

test('a megabyte that looks like base64 takes no longer than its length asks for', () => {
  const token = Buffer.from(Array.from({ length: 1_200 }, (_, index) => (index * 37) % 251)).toString('base64');
  const redact = createRedaction([token, 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY']);
  // Nearly the token, again and again.
  const body = token.slice(0, -1).repeat(600).slice(0, 1_048_576);
  expect(redact(`${body}${token}`).endsWith('***')).toBe(true);
});
