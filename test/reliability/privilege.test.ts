// Least privilege: what each role of template.yaml allows is known one by one; the programs that have the role really run,
// are allowed every call that they make, and make every call that they are allowed.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { deployed } from '../infra/deployment.ts';
import { readTemplate } from '../infra/template-file.ts';
import { isAllowed, permissionsOf, statementsOf } from '../security/iam.ts';
import { functionCalls, hostCalls, notifierCalls } from '../security/real-calls.ts';
import { type LambdaBundle, lambdaBundle } from '../support/lambda-bundle.ts';
import { PRIVILEGE_FAULTS } from './privilege-faults.ts';

const template = await readTemplate();
let bundle: LambdaBundle;
beforeAll(async () => {
  bundle = await lambdaBundle();
});
afterAll(() => bundle[Symbol.asyncDispose]());

/** Who makes the calls that no code of this package makes. */
const MADE_BY_OTHERS: Readonly<Record<string, string>> = {
  'logs:CreateLogStream': 'Lambda writes what the function prints',
  'logs:PutLogEvents': 'Lambda writes what the function prints',
  'lambda:InvokeFunction': 'Scheduler invokes the function, Lambda the notifier after it',
  'kms:Decrypt': 'Secrets Manager decrypts for whoever reads a secret, SNS for whoever publishes',
  'kms:GenerateDataKey*': 'SNS encrypts for whoever publishes',
  'xray:PutTraceSegments': 'Lambda traces',
  'xray:PutTelemetryRecords': 'Lambda traces',
};

test.each(PRIVILEGE_FAULTS)('$fault: $does', async ({ holder, parameters, allows }) => {
  await using simulator = await startSimulator();
  const deployment = deployed(template, {
    ...{ ApiId: simulator.api.id, StageName: simulator.api.stage, VpcId: simulator.endpoint.vpcId },
    SubnetIds: 'subnet-0aaa1111bbbb2222c',
    ...parameters,
  });
  const statements = statementsOf(deployment, holder);
  expect(permissionsOf(statements, 'Function.Arn').toSorted()).toEqual(allows.toSorted());

  const calls = await {
    FunctionRole: () => functionCalls(deployment, simulator, bundle),
    ExplanationNotifierRole: () => notifierCalls(deployment),
    ScheduleRole: async () => [],
    VantagePolicy: () => hostCalls(parameters.SecretArn ?? '', simulator),
  }[holder]();
  expect(calls.filter((call) => !isAllowed(call, statements))).toEqual([]);
  const uncalled = allows
    .map((each) => each.split(' ')[0] ?? '')
    .filter((action) => !(action in MADE_BY_OTHERS) && !calls.some((call) => call.action === action));
  expect(uncalled).toEqual([]);
});
