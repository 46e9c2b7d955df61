// Which changes of an alarm are explained, and what the function is handed of them.

import { CfnParameter } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { alarmInput, explainedChanges, MAX_TEMPLATE } from '../../infra/alarm-events.ts';
import { alarmChange as readAlarm } from '../../src/domain/alarm-change.ts';
import { parseTarget } from '../../src/domain/target.ts';
import { alarmChange, CHANGED_AT } from './alarm-changes.ts';
import { matches } from './event-pattern.ts';
import { filledIn } from './filled-in.ts';
import { transformed } from './input-transformer.ts';
import { plainStack } from './plain-stack.ts';

const ALARM = 'canary-pets-test-vpc-degraded';
const arn = (name: string) => `arn:aws:cloudwatch:us-west-2:111122223333:alarm:${name}`;
const PATTERN = explainedChanges([arn('canary-pets-test-vpc-slow'), arn(ALARM)]);

const OK = { value: 'OK' } as const;
const RED = { value: 'ALARM' } as const;
const NEW = { value: 'INSUFFICIENT_DATA' } as const;
const WAITING = { ...RED, actionsSuppressedBy: 'WaitPeriod' } as const;

describe('an alarm is explained', () => {
  it.each([
    ['turns red', [OK, RED]],
    ['is red from the first', [NEW, RED]],
    ['is red still when its wait is over', [WAITING, RED]],
    ['turns green', [RED, OK]],
  ] as const)('when it %s', (_what, states) => {
    expect(matches(PATTERN, alarmChange(ALARM, states))).toBe(true);
  });

  it.each([
    ['is new and green', [NEW, OK]],
    ['has lost its data', [RED, NEW]],
    ['turns red and waits for its suppressor', [OK, WAITING]],
    ['turns red while its suppressor is red', [OK, { ...RED, actionsSuppressedBy: 'Alarm' }]],
    ['turns green in the wait', [WAITING, OK]],
    ['turns green while its suppressor is red', [RED, { ...OK, actionsSuppressedBy: 'Alarm' }]],
    ['turns green after its suppressor', [RED, { ...OK, actionsSuppressedBy: 'ExtensionPeriod' }]],
    ['stays red', [RED, RED]],
  ] as const)('not when it %s', (_what, states) => {
    expect(matches(PATTERN, alarmChange(ALARM, states))).toBe(false);
  });

  it('not when a mute rule silences it', () => {
    expect(matches(PATTERN, alarmChange(ALARM, [OK, RED], { muted: true }))).toBe(false);
  });

  it('not when it is another one, or when something else happens to it', () => {
    expect(matches(PATTERN, alarmChange(`${ALARM}-two`, [OK, RED]))).toBe(false);
    const type = 'CloudWatch Alarm Configuration Change';
    expect(matches(PATTERN, alarmChange(ALARM, [OK, RED], { type }))).toBe(false);
    expect(matches(PATTERN, { ...alarmChange(ALARM, [OK, RED]), source: 'com.example' })).toBe(false);
  });
});

const EXPRESSIONS = ['length(@) > `0` && length(@) < `9`', '"<alarm-name>" == \'<aws.events.event>\'', "a == '\\\\\"'"];
const TARGET = {
  api: { id: '01234567ab', stage: 'test', region: 'us-west-2', name: 'pets' },
  endpoints: { vpcEndpointIds: ['vpce-01234567abcdef012'] },
  resources: [{ path: '/pets', expect: { body: EXPRESSIONS } }],
};

const PAGE = { severity: 'page', vantage: 'vpc' } as const;

/** What the function is handed when the alarm turns red for this reason. */
function handed(configuration: string, reason = 'because', values: Readonly<Record<string, string>> = {}): string {
  const { inputPathsMap, inputTemplate } = alarmInput(configuration, PAGE);
  const InputTemplate = filledIn(plainStack().resolve(inputTemplate), values);
  return transformed({ InputPathsMap: inputPathsMap, InputTemplate }, alarmChange(ALARM, [OK, { ...RED, reason }]));
}

describe('what the function is handed', () => {
  it('is the configuration with the alarm beside it', () => {
    expect(JSON.parse(handed(JSON.stringify(TARGET)))).toEqual({
      ...TARGET,
      alarm: {
        ...{ name: ALARM, state: 'ALARM', previousState: 'OK', reason: 'because' },
        ...{ at: CHANGED_AT, severity: 'page', vantage: 'vpc' },
      },
    });
  });

  it('keeps expressions that look like placeholders', () => {
    const { alarm: _, ...configuration } = JSON.parse(handed(JSON.stringify(TARGET)));
    expect(parseTarget(configuration, undefined).resources[0]?.expect.body).toEqual(EXPRESSIONS);
  });

  it.each([
    'it said "no"',
    'a line\nand another\r\n\tand \\ more \\"',
    '<alarm-name> 3 > 2 < 4 </alarm>',
    'Grüße 🐤 \u2028 \u0007',
    '}, "api": {"id": "another"}',
  ])('has the reason as it is: %j', (reason) => {
    const { alarm } = JSON.parse(handed(JSON.stringify(TARGET), reason));
    expect(readAlarm(alarm).reason).toBe(reason);
  });

  it('is so with values that only CloudFormation knows, whatever is in them', () => {
    const stack = plainStack();
    const [id, resources] = ['Id', 'Resources'].map((name) => new CfnParameter(stack, name).valueAsString);
    const configuration = `{"api":{"id":"${id}"},"resources":${resources}}`;
    const Resources = JSON.stringify(TARGET.resources, null, 2);
    expect(JSON.parse(handed(configuration, 'because', { Id: TARGET.api.id, Resources }))).toMatchObject({
      api: { id: TARGET.api.id },
      resources: TARGET.resources,
      alarm: { name: ALARM },
    });
  });
});

it('names the vantage whose metrics the alarm looks at, whatever is in its name', () => {
  const vantage = new CfnParameter(plainStack(), 'Vantage').valueAsString;
  for (const name of ['<dc1>', vantage]) {
    const { inputPathsMap, inputTemplate } = alarmInput('{"a":1}', { severity: 'warn', vantage: name });
    const InputTemplate = filledIn(plainStack().resolve(inputTemplate), { Vantage: '<dc1>' });
    const told = transformed({ InputPathsMap: inputPathsMap, InputTemplate }, alarmChange(ALARM, [OK, RED]));
    expect(JSON.parse(told).alarm).toMatchObject({ name: ALARM, severity: 'warn', vantage: '<dc1>' });
  }
});

describe('a configuration that is too long', () => {
  const ofLength = (length: number) => {
    const frame = JSON.stringify({ text: '' });
    return JSON.stringify({ text: 'x'.repeat(length - frame.length) });
  };
  const beside = alarmInput('{"a":1}', PAGE).inputTemplate;

  it('is refused with what can be done', () => {
    const rest = filledIn(plainStack().resolve(beside), {}).length - '{"a":1}'.length;
    const longest = ofLength(MAX_TEMPLATE - rest);
    expect(() => handed(longest)).not.toThrow();
    expect(() => handed(ofLength(MAX_TEMPLATE - rest + 1))).toThrow(
      'with an alarm beside it the configuration has 8193 characters, and EventBridge hands on 8192: name fewer or shorter resources, or set `explain: false`',
    );
  });

  it('counts what brackets come to', () => {
    expect(() => alarmInput(JSON.stringify({ text: '<>'.repeat(700) }), PAGE)).toThrow(/has 8\d\d\d characters/);
  });
});

it('is of an object', () => {
  expect(() => alarmInput('[1]', PAGE)).toThrow('a configuration is the text of a JSON object');
});
