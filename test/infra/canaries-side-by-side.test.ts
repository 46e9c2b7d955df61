// Several canaries, and several APIs of one, in an account and Region: names and metrics are one's own, or it is said that
// they are not.

import { type App, NestedStack, type Stack, type StackProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { clash } from '../../infra/neighbours.ts';
import type { TargetInput } from '../../infra/private-api-canary.ts';
import { WATCHED } from '../alarms/watched.ts';
import { canaryIn, PETS, plainApp, propertiesOf, stackIn } from './canary-stack.ts';
import { deployed } from './dashboard-body.ts';

const HERE: StackProps = { env: { account: '111122223333', region: 'eu-west-1' } };
const THERE: StackProps = { env: { account: '111122223333', region: 'eu-west-2' } };
const from = (vantage: string): TargetInput => ({ ...PETS, vantage: { name: vantage } });
const called = (name: string, stage = 'test'): TargetInput => ({ ...PETS, api: { ...PETS.api, name, stage } });

/** Names that an account and Region has only once. */
function namesIn(stack: Stack): readonly string[] {
  const template = Template.fromStack(stack);
  const values = { 'AWS::StackName': stack.stackName };
  const named = {
    'AWS::CloudWatch::Alarm': 'AlarmName',
    'AWS::CloudWatch::CompositeAlarm': 'AlarmName',
    'AWS::CloudWatch::Dashboard': 'DashboardName',
    'AWS::CloudWatch::AlarmMuteRule': 'Name',
    'AWS::Logs::LogGroup': 'LogGroupName',
  };
  return Object.entries(named).flatMap(([type, key]) =>
    propertiesOf(template, type).map((properties) => deployed(properties[key], { values })),
  );
}

describe('two canaries in one stack', () => {
  it('need a name for one of them', () => {
    const stack = stackIn();
    canaryIn(stack, {}, 'One').watch(from('one'));
    expect(() => canaryIn(stack, {}, 'Two')).toThrow('another canary is called Stack, too: give one another `name`');
  });

  it('have nothing else in common', () => {
    const stack = stackIn();
    const window = { expression: 'cron(0 2 * * SUN)', duration: 'PT2H' };
    for (const name of ['one', 'two']) {
      const canary = canaryIn(stack, { name }, name);
      canary.watch(from(name));
      canary.mute('Sundays', window);
    }
    const names = namesIn(stack);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toHaveLength(2 * (16 + 3 + 1 + 1 + 2));
  });

  it('must not publish the same series', () => {
    const stack = stackIn();
    canaryIn(stack, { name: 'one' }, 'One').watch(PETS);
    expect(() => canaryIn(stack, { name: 'two' }, 'Two').watch(PETS)).toThrow(
      'pets/test from vpc cannot be told from pets/test from vpc, which is watched already: give one another `vantage.name`',
    );
  });
});

describe('two canaries in two stacks', () => {
  const two = (app: App, second: StackProps, target: TargetInput = PETS, first: StackProps = HERE) => {
    const stacks = [stackIn(app, 'One', first), stackIn(app, 'Two', second)] as const;
    canaryIn(stacks[0]).watch(PETS);
    canaryIn(stacks[1]).watch(target);
    return stacks.map(namesIn);
  };

  it('have names of their own', () => {
    const [one = [], other = []] = two(plainApp(), HERE, from('two'));
    expect(one.filter((name) => other.includes(name))).toEqual([]);
    expect(one).toHaveLength(other.length);
  });

  it('must not publish the same series into one Region', () => {
    expect(() => two(plainApp(), HERE)).toThrow('pets/test from vpc cannot be told from pets/test from vpc');
  });

  it('may publish the same series into two Regions, and where it is not known that they are one', () => {
    expect(() => two(plainApp(), THERE)).not.toThrow();
    expect(() => two(plainApp(), {}, PETS, {})).not.toThrow();
  });

  it('must not be called the same in one Region', () => {
    const app = plainApp();
    canaryIn(stackIn(app, 'One', HERE), { name: 'canary' });
    expect(() => canaryIn(stackIn(app, 'Two', HERE), { name: 'canary' })).toThrow(
      'another canary is called canary, too',
    );
    expect(() => canaryIn(stackIn(app, 'Three', THERE), { name: 'canary' })).not.toThrow();
  });

  it('share a place where one stack is nested in the other', () => {
    const stack = stackIn();
    canaryIn(stack).watch(PETS);
    const nested = canaryIn(new NestedStack(stack, 'Nested') as unknown as Stack);
    expect(() => nested.watch(PETS)).toThrow('cannot be told from');
    expect(() => nested.watch(from('nested'))).not.toThrow();
  });
});

describe('two APIs of one canary', () => {
  it('must not be the same, whatever id is given', () => {
    const canary = canaryIn(stackIn());
    canary.watch(PETS);
    expect(() => canary.watch(PETS, { id: 'Other' })).toThrow(
      'pets/test from vpc cannot be told from pets/test from vpc',
    );
  });

  it('may be one API from two vantages', () => {
    const stack = stackIn();
    const canary = canaryIn(stack);
    canary.watch(from('blue'), { id: 'Blue' });
    canary.watch(from('green'), { id: 'Green' });
    const names = namesIn(stack);
    expect(new Set(names).size).toBe(names.length);
  });

  it('must not have alarms of the same names', () => {
    const canary = canaryIn(stackIn());
    canary.watch(called('a-b', 'c'));
    expect(() => canary.watch(called('a', 'b-c'), { id: 'Other' })).toThrow(
      'a/b-c from vpc cannot be told from a-b/c from vpc, which is watched already',
    );
  });

  it('need ids of their own', () => {
    const canary = canaryIn(stackIn());
    canary.watch(called('pets-v1'));
    expect(() => canary.watch(called('pets_v1'))).toThrow(
      'PetsV1Test is the id of another part of this canary: give this API an `id` of its own',
    );
    expect(() => canary.watch(called('function', 'errors'))).toThrow('FunctionErrors is the id of another part');
    expect(() => canary.watch(called('function', 'errors'), { id: 'Errors' })).not.toThrow();
  });
});

it.each([
  [{}, true],
  [{ prefix: 'other' }, true],
  [{ vantage: 'other', prefix: 'canary' }, false],
  [{ namespace: 'Other' }, true],
  [{ namespace: 'Other', prefix: 'other' }, false],
])('a series that differs in %o clashes: %s', (more, clashes) => {
  expect(clash(WATCHED, { ...WATCHED, ...more }) !== undefined).toBe(clashes);
});
