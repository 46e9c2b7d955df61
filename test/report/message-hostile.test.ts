// Whatever a record holds, the message is one that SNS takes, in printable text.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readExplanation } from '../../src/domain/explanation.ts';
import { MAX_MESSAGE_BYTES, renderMessage } from '../../src/report/message.ts';
import { subjectText } from '../../src/report/subject.ts';
import { explained, failed, LINKS, large, PAGE, recordOf, refused, SITUATIONS } from './message-examples.ts';
import { poisoned } from './poisoned.ts';

const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
// Letters, digits and punctuation to begin with, no control character, less than 100 characters.
const SUBJECT = /^[!-~](?:[ -~]{0,97}[!-~])?$/;

const evil = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constantFrom(
    '\u001b[2J',
    '\r\nBcc: all@example.com',
    '\u2028',
    '\u202e',
    '\ud800',
    'ä'.repeat(300),
    '漢'.repeat(99),
  ),
);

function expectSendable(record: unknown, links = LINKS): void {
  const { subject, text } = renderMessage(readExplanation(record), links);
  expect(subject).toMatch(SUBJECT);
  expect(UNPRINTABLE.exec(text.replaceAll('\n', ''))?.[0]).toBe(undefined);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MAX_MESSAGE_BYTES);
  expect(text.split('\n').slice(0, 3)).toEqual([
    expect.stringMatching(/./),
    expect.stringMatching(/^Since: ./),
    expect.stringMatching(/^First: ./),
  ]);
}

describe('a message can be sent', () => {
  it('with hostile text in the report, the alarm and the links', () => {
    const situation = fc.constantFrom(...(Object.keys(SITUATIONS) as (keyof typeof SITUATIONS)[]));
    fc.assert(
      fc.property(situation, evil, (name, text) => {
        const record = SITUATIONS[name];
        const links = { dashboard: text, logs: text, runbook: text };
        expectSendable(poisoned(record, text), links);
        expectSendable({ ...record, responsePayload: poisoned(record, text) }, links);
      }),
    );
  });

  it('with hostile names of the API and the alarm', () => {
    fc.assert(
      fc.property(evil, evil, (api, name) => {
        const report = { ...refused, target: { ...refused.target, api: { ...refused.target.api, name: api } } };
        expectSendable(recordOf({ ...PAGE, name, reason: name, at: name }, { responsePayload: report }));
        expectSendable({
          ...failed('RetriesExhausted', { errorMessage: name }),
          requestPayload: { api: { name: api } },
        });
      }),
    );
  });

  it('whatever JSON comes', () => {
    fc.assert(fc.property(fc.jsonValue(), (record) => expectSendable(record)));
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom('verdict', 'observations', 'target', 'controls', 'discovery'),
        (value, key) =>
          expectSendable(recordOf(PAGE, { responsePayload: { ...JSON.parse(JSON.stringify(refused)), [key]: value } })),
      ),
    );
  });

  it.each(['\u202e', 'x', '漢', 'a ', '\u0301', 'ก'])('with texts of 50,000 times %j', (character) => {
    const text = character.repeat(50_000);
    expectSendable(poisoned(explained(refused, PAGE), text), { dashboard: text, logs: text, runbook: text });
    expectSendable(recordOf(PAGE, { responsePayload: poisoned(large, text) }));
    expectSendable(poisoned(failed('RetriesExhausted', { errorMessage: '' }), text));
  });
});

describe('subjectText', () => {
  it.each([
    ['[page] käse', '[page] k?se'],
    ['[page] a\r\nb', '[page] a\\r\\nb'],
    [`[page] ${'word '.repeat(30)}`, `[page] ${'word '.repeat(17).trimEnd()}...`],
    ['x'.repeat(99), 'x'.repeat(99)],
    ['x'.repeat(100), `${'x'.repeat(96)}...`],
  ])('%j', (text, subject) => {
    expect(subjectText(text)).toBe(subject);
  });
});
