// Each reader of something from outside gives a right answer or a clear error: never a crash, a hang, or half a thing.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { VpcEndpoint } from '@aws-sdk/client-ec2';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Command, parseOptions, secondsOf } from '../../src/cli/command.ts';
import { explainCommand } from '../../src/cli/explain.ts';
import { healthCommand } from '../../src/cli/health.ts';
import { planCommand } from '../../src/cli/plan.ts';
import { probeCommand } from '../../src/cli/probe.ts';
import { scenarioOf, simulateCommand } from '../../src/cli/simulate.ts';
import { watchCommand } from '../../src/cli/watch.ts';
import { readEndpoints } from '../../src/discovery/endpoints.ts';
import { eventParts } from '../../src/domain/alarm-change.ts';
import { evaluateExpression, expressionProblem } from '../../src/domain/body-expression.ts';
import { CanaryError } from '../../src/domain/canary-error.ts';
import { planControls } from '../../src/domain/control.ts';
import { readExplanation } from '../../src/domain/explanation.ts';
import { plan } from '../../src/domain/plan.ts';
import { parseTarget } from '../../src/domain/target.ts';
import { MAX_MESSAGE_BYTES, renderMessage } from '../../src/report/message.ts';
import { LINKS } from '../report/message-examples.ts';
import { cli } from '../support/cli.ts';
import { type ExecutionEnvironment, executionEnvironment } from '../support/lambda.ts';
import { INPUT_FAULTS, type Reader } from './input-faults.ts';

const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const CONFIGURATION = {
  api: { id: '01234567ab', stage: 'test', region: 'us-west-2' },
  endpoints: { vpcEndpointIds: ['vpce-01234567abcdef012' as const] },
};
const TARGET = parseTarget(CONFIGURATION);
const COMMANDS: readonly Command[] = [
  ...[probeCommand, planCommand, watchCommand],
  ...[healthCommand, explainCommand, simulateCommand],
];

let folder: string;
let lambda: ExecutionEnvironment;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'input-'));
  // No AWS answers here: whatever goes out fails.
  const handler = fileURLToPath(new URL('../../src/lambda.ts', import.meta.url));
  lambda = await executionEnvironment(handler, { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' });
});
afterAll(async () => {
  await lambda[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

/** Does what may be refused. */
function expectNoCrash(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof CanaryError)) throw error;
    expect(error.code).toBe('usage');
    expectText(error.message);
    expectText(error.hint);
  }
}

function expectText(text: string): void {
  expect(text).toMatch(/\S/);
  expect(text).not.toMatch(/\[object |\bundefined\b|\bNaN\b/);
}

function expectToldOnScreen({ status, stderr }: { readonly status: number | null; readonly stderr: string }): void {
  expect(status).toBe(2);
  expectText(stderr);
  expect(stderr).toMatch(/^private-api-canary: [a-z-]+: .+\n(?:.+\n)+$/);
  expect(stderr).not.toContain('private-api-canary: internal');
  expect(stderr.replaceAll('\n', '')).not.toMatch(UNPRINTABLE);
}

/** What an expression that is accepted makes of a body instead of `true`. */
function evaluated(input: unknown): string | undefined {
  const [expression, body] = input as readonly [expression: string, body: unknown];
  expect(expressionProblem(expression)).toBeUndefined();
  const from = performance.now();
  const result = evaluateExpression(expression, body);
  // Without bounds these take minutes, years or all memory.
  expect(performance.now() - from).toBeLessThan(20_000);
  return result.held ? undefined : result.instead;
}

const READERS: Readonly<Record<Reader, (input: unknown) => void | Promise<void>>> = {
  event: (alarm) => {
    const event = eventParts({ ...CONFIGURATION, alarm });
    expect(parseTarget(event.configuration)).toEqual(TARGET);
    for (const text of Object.values(event.alarm ?? {})) {
      expect(typeof text).toBe('string');
      expect(text.length).toBeLessThanOrEqual(1_024);
    }
  },
  invocation: async (event) => {
    const told = lambda.lines().length;
    const { result, error } = await lambda.invoke(event);
    expect(result).toBeUndefined();
    expect(error).toMatchObject({
      name: 'CanaryError',
      message: expect.stringMatching(/^The configuration has \d+ prob/),
    });
    await expect.poll(() => lambda.lines().length).toBe(told + 1);
    const line = lambda.lines().at(-1);
    expect(line).toMatchObject({ level: 'ERROR', code: 'configuration-invalid', message: error?.message });
    expectText(String(line?.message));
    expectText(String(line?.hint));
  },
  record: (record) => {
    const { subject, text } = renderMessage(readExplanation(record), LINKS);
    expect(subject).toMatch(/^[!-~](?:[ -~]{0,97}[!-~])?$/);
    expectText(text);
    expect(text.replaceAll('\n', '')).not.toMatch(UNPRINTABLE);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MAX_MESSAGE_BYTES);
  },
  endpoints: (described) => {
    const expected = { region: TARGET.api.region, named: CONFIGURATION.endpoints.vpcEndpointIds as never };
    const { endpoints, notices } = readEndpoints(described as readonly VpcEndpoint[], expected);
    for (const { route } of [...plan(TARGET, endpoints), ...planControls(TARGET, endpoints)])
      for (const name of [route.dial, route.sni, route.host])
        expect(name).toMatch(/^[a-z0-9-]+\.execute-api\.us-west-2\.(?:vpce\.)?amazonaws\.com$/);
    for (const { message } of notices) expectText(message);
  },
  expression: (input) => {
    const [, , gives] = input as readonly [string, unknown, true | string];
    const instead = evaluated(input);
    if (gives === true) expect(instead).toBeUndefined();
    else expect(instead?.slice(0, gives.length)).toBe(gives);
    expect(instead?.length ?? 0).toBeLessThan(300);
  },
  problem: (input) => {
    const [expression, told] = input as readonly [string, string];
    expect(expressionProblem(expression)).toBe(told);
    const resources = [{ path: '/pets', expect: { body: [expression] } }];
    expect(() => parseTarget({ ...CONFIGURATION, resources })).toThrow(`(${told})`);
  },
  endless: (input) => {
    expect(evaluated(input)).toMatch(
      /^an error: it (?:takes more than 2000000 steps|makes a text of more than 4194304 characters)$/,
    );
  },
  arguments: (given) => {
    for (const command of COMMANDS)
      expectNoCrash(() => {
        const options = parseOptions(command, given as readonly string[]);
        expect(Object.keys({ ...command.options, help: true })).toEqual(expect.arrayContaining(Object.keys(options)));
        secondsOf(options, 'every', 60);
        scenarioOf(options);
      });
  },
  command: async (given) => {
    const file = join(folder, 'bytes.json');
    await writeFile(file, '{"api": "\u001b[2J\u009b');
    const finished = await cli((given as readonly string[]).map((each) => (each === 'FILE' ? file : each)));
    expect(finished.stdout).toBe('');
    expectToldOnScreen(finished);
  },
  report: async (content) => {
    const file = await mkdtemp(join(folder, 'report-')).then((place) => join(place, 'report.json'));
    await writeFile(file, content as string | Buffer);
    const finished = await cli(['explain', '--file', file]);
    expect(finished.stdout).toBe('');
    expect(finished.stderr).toMatch(/^private-api-canary: report-unreadable: /);
    expectToldOnScreen(finished);
  },
};

test.each(INPUT_FAULTS)('$fault: $does', async ({ reader, inputs }) => {
  const read = READERS[reader];
  if ('of' in inputs) {
    fc.assert(
      fc.property(inputs.of, (input) => void read(input)),
      { numRuns: inputs.numRuns },
    );
    return;
  }
  expect(inputs.length).toBeGreaterThan(0);
  for (const input of inputs) await read(input);
});
