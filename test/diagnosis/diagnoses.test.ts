// Whole diagnoses, part by part, for rules of every kind, and the order in which several are told.

import { describe, expect, it, test } from 'vitest';
import { RULES } from '../../src/diagnosis/rules.ts';
import { ENDPOINT_ID, endpointOf } from '../report/report-builder.ts';
import { codesFor, FIRST, FOUR_WAYS, verdictOn, type World } from './facts.ts';
import { DIAGNOSES } from './told-diagnoses.ts';

const NAME = '01234567ab.execute-api.us-west-2.amazonaws.com';
const OFF = { ...FIRST, privateDns: 'off' } as const;
const HOST = ['vpce-host', 'vpce-host us-west-2a', 'vpce-host us-west-2b'];
const API_ID = HOST.map((route) => route.replace('vpce-host', 'vpce-api-id'));
const ALIAS = 'route53-alias';

describe('the diagnosis', () => {
  it.for(DIAGNOSES.map(([told, world]) => [told.code, told, world] as const))('%s', ([code, told, world]) => {
    const [{ cause = '', remedy = '', ...first } = {}, ...more] = verdictOn(world).diagnoses;
    expect(first).toEqual({ ...told, link: `docs/diagnoses.md#${code}` });
    expect(cause).toBe(RULES.find((rule) => rule.code === code)?.cause);
    expect(remedy).not.toBe('');
    expect(more).toEqual([]);
  });
});

describe('several causes', () => {
  test('are told by the number of failures that each explains', () => {
    const see = { 'private-dns': 'dns-nxdomain', 'vpce us-west-2b': 'connect-timeout' } as const;
    expect(codesFor({ see })).toEqual(['zone-unreachable', 'private-name-missing']);
    expect(codesFor({ see: { ...see, '/pets': 'integration-failed' } })).toEqual([
      'integration-fails',
      'zone-unreachable',
      'private-name-missing',
    ]);
  });

  test('put what failed before what passed, and what is unexplained last', () => {
    const see = {
      'private-dns': 'gateway-error',
      'vpce us-west-2b': 'connect-timeout',
      'vpce-host /pets': { is: 'passed', slow: true },
    } as const;
    expect(codesFor({ see })).toEqual(['zone-unreachable', 'answers-slowly', 'unexplained']);
  });

  test('put the discovery that failed last, unless nothing was probed', () => {
    const problem = { code: 'ec2-failed', message: 'EC2: no answer', hint: 'Add an interface endpoint.' } as const;
    const discovery = { source: 'last-known-good', ageSeconds: 5_400, problem } as const;
    expect(codesFor({ see: { '/pets': 'throttled' }, discovery })).toEqual(['throttled', 'discovery-failed']);
    expect(verdictOn({ discovery }).diagnoses[0]).toMatchObject({
      title: 'The endpoints could not be looked up; an answer of 5400 s ago is used',
      remedy: 'Add an interface endpoint.',
    });
  });
});

describe('one rule makes several diagnoses', () => {
  test('of several zones', () => {
    const world: World = {
      endpoints: [endpointOf(['us-west-2a', 'us-west-2b', 'us-west-2c'])],
      see: { 'vpce us-west-2b|us-west-2c': 'connect-timeout' },
    };
    expect(verdictOn(world).diagnoses.map(({ title }) => title)).toEqual([
      `us-west-2b of ${ENDPOINT_ID} does not answer; other zones do`,
      `us-west-2c of ${ENDPOINT_ID} does not answer; other zones do`,
    ]);
  });

  test('of several certificates, the soonest end of each', () => {
    const tls = (subject: string, daysLeft: number) => ({
      tls: { protocol: 'TLSv1.3', cipher: 'c', subject, issuer: 'CN=Amazon', names: '', validTo: subject, daysLeft },
    });
    const see = {
      'private-dns': { is: 'passed', ...tls('CN=a', 13) },
      'route53-alias': { is: 'passed', ...tls('CN=b', 0) },
      'vpce-host': { is: 'passed', ...tls('CN=c', 14) },
    } as const;
    expect(verdictOn({ see }).diagnoses.map(({ title }) => title)).toEqual([
      'A certificate ends soon, days left: 13',
      'A certificate ends soon, days left: 0',
    ]);
  });
});

describe('what no rule explains', () => {
  const world: World = {
    endpoints: [OFF],
    target: FOUR_WAYS,
    see: { 'private-dns': 'gateway-error', 'vpce-host us-west-2a /pets': 'connect-timeout' },
  };

  test('is said to be unexplained, each kind of failure by itself, with the controls and a way to repeat it', () => {
    const passing = `pass: ${[ALIAS, HOST[0], HOST[2], API_ID[0]].join(', ')} and 2 more`;
    const controls = [
      `control unknown-api (${ENDPOINT_ID}): 403: an API id that does not exist is refused: DNS, connection, TLS and the front door work`,
      `control undeployed-path (${ENDPOINT_ID}): 403: a path that is not deployed is refused as such: the stage is deployed`,
    ];
    const gateway = 'API Gateway answered with an error of a type that is not in this list';
    const cause = 'No rule names a cause for this pattern of failures.';
    const remedy = 'Repeat one of the failed probes by hand.';
    const [first, second, ...more] = verdictOn(world).diagnoses;
    expect(first).toEqual({
      code: 'unexplained',
      title: `Unexplained: gateway-error: ${gateway}`,
      evidence: [
        `private-dns: ${gateway}`,
        passing,
        ...controls,
        'address: 10.0.1.7',
        'resolver: 10.0.0.2:53',
        'status: 413',
        'x-amzn-ErrorType: RequestTooLargeException',
        'request id: 01234567-89ab-cdef-0123-456789abcdef',
        'body: {"message":"Request Too Long"}',
      ],
      cause,
      remedy,
      command: `curl 'https://${NAME}'`,
      affects: ['private-dns'],
      link: 'docs/diagnoses.md#unexplained',
    });
    expect(second).toMatchObject({ code: 'unexplained', affects: [HOST[1]], remedy });
    expect(more).toEqual([]);
  });

  it('has all its raw evidence, the body included', () => {
    const evidence = verdictOn(world).diagnoses[0]?.evidence.join('\n');
    expect(evidence).toContain('Request Too Long');
  });
});

it('evidence does not say the same twice', () => {
  const slow = { is: 'passed', slow: true } as const;
  const [evidence = []] = verdictOn({ see: { '/pets': slow } }).diagnoses.map((each) => each.evidence);
  expect(new Set(evidence).size).toBe(evidence.length);
});
