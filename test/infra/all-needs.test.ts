// What several APIs ask of the one function.

import { CfnCondition } from 'aws-cdk-lib';
import { expect, it } from 'vitest';
import { allNeeds } from '../../infra/all-needs.ts';
import type { FunctionNeeds } from '../../infra/function-permissions.ts';
import { NO_REQUEST_NEEDS } from '../../infra/request-needs.ts';
import { stackIn } from './canary-stack.ts';

const NOTHING: FunctionNeeds = {
  ...{ ec2: false, putsMetrics: false, namespaces: [], ports: [], resolvers: [] },
  ...NO_REQUEST_NEEDS,
};

it('of nobody are none', () => {
  expect(allNeeds([])).toEqual(NOTHING);
  expect(allNeeds([NOTHING, NOTHING])).toEqual(NOTHING);
});

it('are what any of them needs', () => {
  const one: FunctionNeeds = { ...NOTHING, ec2: true, ports: [443] };
  const other: FunctionNeeds = {
    ...NOTHING,
    putsMetrics: true,
    namespaces: ['Shop'],
    ports: [8443],
    resolvers: ['10.0.0.2'],
    ...{
      signs: true,
      methods: ['arn:m'],
      readsSecrets: true,
      secrets: ['arn:s'],
      decrypts: true,
      secretKeys: ['arn:k'],
    },
  };
  expect(allNeeds([one, other])).toEqual({
    ...{ ec2: true, putsMetrics: true, namespaces: ['Shop'] },
    ...{ ports: [443, 8443], resolvers: ['10.0.0.2'] },
    ...{
      signs: true,
      methods: ['arn:m'],
      readsSecrets: true,
      secrets: ['arn:s'],
      decrypts: true,
      secretKeys: ['arn:k'],
    },
  });
});

it('may depend on the condition of one of them', () => {
  const condition = new CfnCondition(stackIn(), 'AsksEc2');
  expect(allNeeds([NOTHING, { ...NOTHING, ec2: condition }]).ec2).toBe(condition);
  expect(
    allNeeds([
      { ...NOTHING, ec2: true },
      { ...NOTHING, ec2: condition },
    ]).ec2,
  ).toBe(true);
});

it('cannot depend on the conditions of two', () => {
  const stack = stackIn();
  const on = (id: string): FunctionNeeds => ({ ...NOTHING, ec2: new CfnCondition(stack, id) });
  expect(() => allNeeds([on('One'), on('Two')])).toThrow(
    'conditions of several APIs cannot be told apart in one policy',
  );
});
