// A rule over alarms as CloudWatch's AlarmRule text. An alarm that a condition leaves out of the stack is replaced by what
// changes nothing where it stands, so that the rule stays valid whichever alarms there are.

import { type CfnCondition, Fn, Token } from 'aws-cdk-lib';
import type { AlarmSpec, NamedRule } from '../src/alarms/alarms.ts';

/** An alarm as a rule names it. */
export interface RuleAlarm {
  /** The alarm's name, or a reference to its resource, so that CloudFormation makes it first. */
  readonly name: string;
  /** Absent: it is always there. */
  readonly condition?: CfnCondition;
}

/** From an alarm of the rule to what it is called in the stack. */
export type RuleAlarms = (alarm: AlarmSpec) => RuleAlarm;

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
const MAX_ALARMS = 100;
const MAX_LENGTH = 10_240;
const MAX_NAME = 255;

/** Throws where CloudWatch would refuse the rule, and where the rule says nothing: it is the same whatever its alarms
 * are, or it is TRUE by itself when every condition is off. */
export function compositeRule(rule: NamedRule, alarmOf: RuleAlarms): string {
  const alarms = new Set(alarmsIn(rule));
  if (alarms.size > MAX_ALARMS) throw new Error(`a rule may name ${MAX_ALARMS} alarms; this one names ${alarms.size}`);
  const always = constant(rule, () => true, false);
  if (always !== undefined) throw new Error(`the rule is always ${word(always)}, whatever its alarms are`);
  if (constant(rule, (alarm) => alarmOf(alarm).condition === undefined, false) === true) {
    throw new Error('the rule is TRUE by itself when the conditions of all its alarms are off');
  }
  // As long as it can get: names that are not known yet may have as many characters as a name can have.
  const longest = textOf(rule, (alarm) => ({ name: '?'.repeat(lengthOf(alarm)) }), false).length;
  if (longest > MAX_LENGTH) throw new Error(`a rule may have ${MAX_LENGTH} characters; this one may have ${longest}`);
  return textOf(rule, alarmOf, false);
}

function alarmsIn(rule: NamedRule): readonly AlarmSpec[] {
  if ('all' in rule) return rule.all.flatMap(alarmsIn);
  if ('any' in rule) return rule.any.flatMap(alarmsIn);
  return 'not' in rule ? alarmsIn(rule.not) : [rule.alarm];
}

/** The value that the rule has whatever the alarms are that are there; nothing when it depends on them. `neutral` is what
 * an absent alarm counts as here. */
function constant(rule: NamedRule, isThere: (alarm: AlarmSpec) => boolean, neutral: boolean): boolean | undefined {
  if ('alarm' in rule) return isThere(rule.alarm) ? undefined : neutral;
  if ('not' in rule) {
    const value = constant(rule.not, isThere, !neutral);
    return value === undefined ? undefined : !value;
  }
  const idle = 'all' in rule;
  const parts = (idle ? rule.all : rule.any).map((part) => constant(part, isThere, idle));
  if (parts.includes(!idle)) return !idle;
  return parts.includes(undefined) ? undefined : idle;
}

function textOf(rule: NamedRule, alarmOf: RuleAlarms, neutral: boolean): string {
  if ('alarm' in rule) return alarmText(alarmOf(rule.alarm), neutral);
  if ('not' in rule) return `NOT ${textOf(rule.not, alarmOf, !neutral)}`;
  const idle = 'all' in rule;
  const parts = (idle ? rule.all : rule.any).filter((part) => constant(part, () => true, idle) !== idle);
  const [only] = parts;
  if (only === undefined) return word(idle);
  if (parts.length === 1) return textOf(only, alarmOf, idle);
  return `(${parts.map((part) => textOf(part, alarmOf, idle)).join(idle ? ' AND ' : ' OR ')})`;
}

function alarmText({ name, condition }: RuleAlarm, neutral: boolean): string {
  if (!Token.isUnresolved(name) && name.includes('"')) {
    throw new Error(`a rule names alarms between double quotes, so that ${name} cannot be in one`);
  }
  const text = `ALARM("${name}")`;
  return condition === undefined ? text : Fn.conditionIf(condition.logicalId, text, word(neutral)).toString();
}

const word = (value: boolean) => (value ? 'TRUE' : 'FALSE');
const lengthOf = ({ name }: AlarmSpec) => (Token.isUnresolved(name) ? MAX_NAME : name.length);
