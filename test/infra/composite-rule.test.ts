import { CfnCondition, CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compositeRule, type RuleAlarms } from '../../infra/composite-rule.ts';
import type { AlarmSpec, NamedRule } from '../../src/alarms/alarms.ts';
import { holds } from '../alarms/cloudwatch-model.ts';
import { resolved } from './resolved.ts';
import { evaluated } from './rule-grammar.ts';

const stack = new Stack();
const on = (id: string) => new CfnCondition(stack, id, { expression: Fn.conditionEquals('a', 'b') });
const CONDITIONS: Readonly<Record<string, CfnCondition>> = { c: on('C'), d: on('D'), e: on('E') };

const alarm = (name: string): AlarmSpec => ({
  ...{ kind: 'query', id: 'zone', name, severity: 'silent', title: '', meaning: '', first: '', query: '' },
  ...{ statistic: 'Average', comparison: 'below', threshold: 1, periodSeconds: 60, missing: 'breaching' },
  ...{ datapointsToAlarm: 1, evaluationPeriods: 1 },
});
const ALARMS = Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((name) => [name, alarm(name)] as const));
const leaf = (name: string): NamedRule => ({ alarm: ALARMS[name] ?? alarm(name) });

/** Those named c, d and e are there on conditions. */
const alarmOf: RuleAlarms = ({ name }) => {
  const condition = CONDITIONS[name];
  return condition === undefined ? { name } : { name, condition };
};

/** The text when these conditions are on. */
function text(rule: NamedRule, ...areOn: readonly string[]): string {
  return String(resolved(stack.resolve(compositeRule(rule, alarmOf)), { conditions: areOn }));
}

describe('the text of a rule', () => {
  it.each<[string, NamedRule, string]>([
    ['an alarm', leaf('a'), 'ALARM("a")'],
    ['all', { all: [leaf('a'), leaf('b')] }, '(ALARM("a") AND ALARM("b"))'],
    ['any', { any: [leaf('a'), leaf('b')] }, '(ALARM("a") OR ALARM("b"))'],
    ['not', { not: { any: [leaf('a'), leaf('b')] } }, 'NOT (ALARM("a") OR ALARM("b"))'],
    ['groups of one', { all: [{ any: [leaf('a')] }] }, 'ALARM("a")'],
    ['groups of none', { all: [leaf('a'), { all: [] }, { not: { any: [] } }] }, 'ALARM("a")'],
    [
      'groups in groups',
      { all: [{ any: [leaf('a'), leaf('b')] }, { not: leaf('a') }] },
      '((ALARM("a") OR ALARM("b")) AND NOT ALARM("a"))',
    ],
  ])('of %s', (_what, rule, expected) => {
    expect(text(rule)).toBe(expected);
  });

  it.each<[string, NamedRule, string]>([
    ['all: TRUE', { all: [leaf('a'), leaf('c')] }, '(ALARM("a") AND TRUE)'],
    ['any: FALSE', { any: [leaf('a'), leaf('c')] }, '(ALARM("a") OR FALSE)'],
    ['not in all: NOT FALSE', { all: [leaf('a'), { not: leaf('c') }] }, '(ALARM("a") AND NOT FALSE)'],
    ['not in any: NOT TRUE', { any: [leaf('a'), { not: leaf('c') }] }, '(ALARM("a") OR NOT TRUE)'],
  ])('has what changes nothing for an absent alarm, in %s', (_what, rule, expected) => {
    expect(text(rule)).toBe(expected);
    expect(text(rule, 'C')).toBe(expected.replace(/TRUE|FALSE/, 'ALARM("c")'));
  });
});

const rules = fc.letrec<{ rule: NamedRule; group: NamedRule[] }>((tie) => ({
  rule: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('a', 'b', 'c', 'd', 'e').map(leaf),
    tie('group').map((all) => ({ all })),
    tie('group').map((any) => ({ any })),
    tie('rule').map((not) => ({ not })),
  ),
  group: fc.array(tie('rule'), { maxLength: 4 }),
})).rule;

/** The rule without the alarms that are not there; nothing when none is left. */
function without(rule: NamedRule, there: ReadonlySet<string>): NamedRule | undefined {
  if ('alarm' in rule) return there.has(rule.alarm.name) ? rule : undefined;
  const left = (parts: readonly NamedRule[]) => parts.flatMap((part) => without(part, there) ?? []);
  if ('all' in rule) return { all: left(rule.all) };
  if ('any' in rule) return { any: left(rule.any) };
  const not = without(rule.not, there);
  return not === undefined ? undefined : { not };
}

it('means the same as the rule without the absent alarms, whichever alarms are there and red', () => {
  const subset = fc.subarray(['a', 'b', 'c', 'd', 'e']);
  fc.assert(
    fc.property(rules, subset, subset, (rule, there, red) => {
      let rendered: string;
      const present = new Set([...there, 'a', 'b']);
      try {
        rendered = text(rule, ...[...present].map((name) => name.toUpperCase()));
      } catch {
        return fc.pre(false);
      }
      const left = without(rule, present) ?? { any: [] };
      const redAlarms = new Set(red.flatMap((name) => ALARMS[name] ?? []));
      expect(evaluated(rendered, red)).toBe(holds(left, redAlarms));
    }),
  );
});

describe('is refused', () => {
  it.each<[NamedRule, string]>([
    [{ any: [] }, 'the rule is always FALSE, whatever its alarms are'],
    [{ all: [] }, 'the rule is always TRUE, whatever its alarms are'],
    [{ all: [leaf('a'), { any: [] }] }, 'the rule is always FALSE, whatever its alarms are'],
    [{ any: [leaf('a'), { not: { any: [] } }] }, 'the rule is always TRUE, whatever its alarms are'],
    [{ all: [leaf('c'), leaf('d')] }, 'the rule is TRUE by itself when the conditions of all its alarms are off'],
    [leaf('one "quoted"'), 'a rule names alarms between double quotes, so that one "quoted" cannot be in one'],
    [
      { any: Array.from({ length: 101 }, (_none, index) => leaf(`alarm ${index}`)) },
      'a rule may name 100 alarms; this one names 101',
    ],
    [
      { any: Array.from({ length: 50 }, (_none, index) => leaf(`${index}`.padEnd(255, '-'))) },
      'a rule may have 10240 characters; this one may have 13398',
    ],
  ])('%#', (rule, message) => {
    expect(() => compositeRule(rule, alarmOf)).toThrow(new Error(message));
  });

  it('when names that are not known yet may make it too long', () => {
    const token = new CfnParameter(stack, 'Prefix').valueAsString;
    const rule = { any: Array.from({ length: 50 }, (_none, index) => leaf(`${token}-${index}`)) };
    expect(() => compositeRule(rule, ({ name }) => ({ name }))).toThrow('this one may have 13398');
  });
});

it('accepts the most that CloudWatch takes', () => {
  const rule = { any: Array.from({ length: 100 }, (_none, index) => leaf(`alarm ${index}`)) };
  expect(evaluated(text(rule), ['alarm 99'])).toBe(true);
});
