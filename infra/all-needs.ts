// What all watched APIs ask of the one function.

import { CfnCondition } from 'aws-cdk-lib';
import type { FunctionNeeds } from './function-permissions.ts';
import type { Needed } from './needed.ts';

export function allNeeds(each: readonly FunctionNeeds[]): FunctionNeeds {
  return {
    ec2: some(each.map(({ ec2 }) => ec2)),
    putsMetrics: some(each.map(({ putsMetrics }) => putsMetrics)),
    namespaces: each.flatMap(({ namespaces }) => namespaces),
    ports: each.flatMap(({ ports }) => ports),
    resolvers: each.flatMap(({ resolvers }) => resolvers),
    signs: some(each.map(({ signs }) => signs)),
    methods: each.flatMap(({ methods }) => methods),
    readsSecrets: some(each.map(({ readsSecrets }) => readsSecrets)),
    secrets: each.flatMap(({ secrets }) => secrets),
    decrypts: some(each.map(({ decrypts }) => decrypts)),
    secretKeys: each.flatMap(({ secretKeys }) => secretKeys),
  };
}

/** A condition is the template's, which watches one API. */
function some(needed: readonly Needed[]): Needed {
  if (needed.includes(true)) return true;
  const [condition = false, ...others] = needed.filter((each) => each instanceof CfnCondition);
  if (others.length > 0) throw new Error('conditions of several APIs cannot be told apart in one policy');
  return condition;
}
