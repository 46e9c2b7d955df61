// The table of rules as a table: codes, texts and commands, whatever they are filled with.

import { describe, expect, it, test } from 'vitest';
import { ALARM_IDS } from '../../src/alarms/alarm-table.ts';
import { UNEXPLAINED } from '../../src/diagnosis/diagnose.ts';
import { RULES } from '../../src/diagnosis/rules.ts';
import { filled, PLACEHOLDERS, placeholdersIn } from '../../src/diagnosis/wording.ts';
import { isShellText, programsIn } from './shell-text.ts';

// Values of the usual length. `outcome`, `hint` and `missing` are filled by the discovery rules themselves.
const TYPICAL: Readonly<Record<string, string>> = {
  ...PLACEHOLDERS,
  api: '01234567ab',
  stage: 'test',
  region: 'us-west-2',
  endpoint: 'vpce-01234567abcdef012',
  zone: 'us-west-2a',
  name: '01234567ab.execute-api.us-west-2.amazonaws.com',
  sni: 'pets.internal.example.com',
  address: '10.0.1.7',
  port: '443',
  resolver: '10.0.0.2:53',
  resource: 'GET /pets/1',
  family: '6',
  count: '12',
  days: '13',
  state: 'pending',
  curl: "curl -q 'https://01234567ab.execute-api.us-west-2.amazonaws.com/test/pets'",
  outcome: ', so nothing was probed',
  hint: 'Allow `ec2:DescribeVpcEndpoints`.',
  missing: 'vpce-0fedcba9876543210',
};

const ALL = RULES.map((rule) => [rule.code, rule] as const);

test('codes are unique, and none is that of an alarm: they share a page', () => {
  const codes = [UNEXPLAINED, ...RULES.map(({ code }) => code), ...ALARM_IDS];
  expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
});

test.for(ALL)('%s is written with hyphens', ([code]) => {
  expect(code).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
});

describe('the texts of', () => {
  it.for(ALL)(
    '%s hold only placeholders that are known',
    ([, { title, remedy, command, symptom, cause, onPremises }]) => {
      const elsewhere = [onPremises?.remedy ?? '', onPremises?.command ?? ''];
      const placeholders = [title, remedy, command, ...elsewhere].flatMap(placeholdersIn);
      expect(placeholders.filter((name) => TYPICAL[name] === undefined)).toEqual([]);
      // The runbook has no run to fill them from.
      expect([symptom, cause, onPremises?.cause ?? ''].flatMap(placeholdersIn)).toEqual([]);
    },
  );

  it.for(ALL)('%s have a title that fits a phone', ([, { title }]) => {
    expect(filled(title, TYPICAL).length).toBeLessThanOrEqual(90);
  });

  it.for(ALL)('%s have a title that is no sentence', ([, { title }]) => {
    const shown = filled(title, TYPICAL);
    expect(shown).toMatch(/^(?:[A-Z0-9]|[a-z0-9-]+[ :.])/);
    expect(shown).not.toMatch(/[.\s]$/);
  });

  it.for(ALL)('%s are sentences', ([, { symptom, cause, remedy, onPremises }]) => {
    const texts = [symptom, cause, remedy, onPremises?.cause ?? cause, onPremises?.remedy ?? remedy];
    for (const text of texts.map((each) => filled(each, TYPICAL))) {
      expect(text).toMatch(/^[A-Z`"{0-9]/);
      expect(text).toMatch(/\.$/);
      expect(text).not.toMatch(/ {2}|\.\.|\s$/);
      expect((text.match(/`/g) ?? []).length % 2, text).toBe(0);
    }
  });
});

describe('the command of', () => {
  it.for(ALL)('%s is one that a person has, with every quote closed', ([, { command, onPremises }]) => {
    const known = ['aws', 'dig', 'openssl', 'ip', 'ping', 'curl', 'private-api-canary', 'date'];
    for (const line of [command, onPremises?.command ?? command].map((each) => filled(each, TYPICAL))) {
      expect(isShellText(line), line).toBe(true);
      expect(programsIn(line).filter((program) => !known.includes(program))).toEqual([]);
      expect(line).not.toContain('\n');
    }
  });
});
