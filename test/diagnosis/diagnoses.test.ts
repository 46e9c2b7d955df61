// What explains a verdict: each diagnosis with its evidence, its remedy and the routes that it affects.

import { describe, expect, test } from 'vitest';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import type { Discovery } from '../../src/domain/report.ts';
import {
  CONNECT_TIMEOUT,
  ENDPOINT_ID,
  OTHER_ENDPOINT_ID,
  PASSED,
  type Seen,
  targetOf,
} from '../report/report-builder.ts';
import { ASKED, observationsOf, ROUTES, verdictOn, verdictOnNothing } from './facts.ts';

const NOT_RUN: Seen = { outcome: 'not-run' };
const [PRIVATE, REGIONAL, ZONE_A, ZONE_B] = ROUTES;

const curlOf = (index: number) => observationsOf([])[index]?.curl;
const codesOf = (seen: readonly Seen[], discovery?: Discovery) =>
  verdictOn(seen, discovery).diagnoses.map(({ code }) => code);

function certificate(subject: string, daysLeft: number): Seen {
  return { ...PASSED, ...(PASSED.tls === undefined ? {} : { tls: { ...PASSED.tls, subject, daysLeft } }) };
}

test('a run without trouble has no diagnosis', () => {
  expect(verdictOn([]).diagnoses).toEqual([]);
});

describe('failures', () => {
  const REFUSED: Seen = {
    outcome: 'failed',
    failure: { step: 'expect', code: 'forbidden', message: 'status 403, expected 200' },
  };

  test('that nothing explains are said to be unexplained, those of one kind together', () => {
    expect(verdictOn([REFUSED, CONNECT_TIMEOUT, PASSED, REFUSED]).diagnoses).toEqual([
      {
        code: 'unexplained',
        title: 'forbidden: API Gateway: no such API, stage or Host here, or an API key or WAF rule refused it',
        evidence: [`${PRIVATE} GET /pets, ${ZONE_B} GET /pets: status 403, expected 200`],
        remedy:
          'Unexplained: no rule names a cause for this pattern of failures. Repeat one of the failed probes by hand.',
        command: curlOf(0),
        affects: [PRIVATE, ZONE_B],
      },
      {
        code: 'unexplained',
        title:
          'connect-timeout: no answer to the connection request: dropped by a security group, a network ACL or a missing route',
        evidence: [`${REGIONAL} GET /pets: no answer from 10.0.2.7:443 within 2000 ms`],
        remedy:
          'Unexplained: no rule names a cause for this pattern of failures. Repeat one of the failed probes by hand.',
        command: curlOf(1),
        affects: [REGIONAL],
      },
    ]);
  });
});

test('the same failure in many places names two of them and counts the rest', () => {
  const [diagnosis] = verdictOn([CONNECT_TIMEOUT, CONNECT_TIMEOUT, CONNECT_TIMEOUT, CONNECT_TIMEOUT]).diagnoses;

  expect(diagnosis?.evidence).toEqual([
    `${PRIVATE} GET /pets, ${REGIONAL} GET /pets and 2 more: ${CONNECT_TIMEOUT.failure?.message}`,
  ]);
  expect(diagnosis?.affects).toEqual(ROUTES);
});

describe('a certificate', () => {
  const SUBJECT = 'CN=*.execute-api.us-west-2.amazonaws.com';

  test('that ends soon is told once, with every name that shows it', () => {
    const soon = certificate(SUBJECT, 13);
    expect(verdictOn([soon, soon]).diagnoses).toEqual([
      {
        code: 'certificate-expiring',
        title: `The certificate ${SUBJECT} ends in 13 days`,
        evidence: ['valid to 2026-04-05T00:00:00.000Z, issued by CN=Amazon RSA 2048 M02,O=Amazon,C=US'],
        remedy: 'A certificate of AWS is replaced by AWS: ask support. One of your own is renewed in ACM.',
        command:
          'openssl s_client -connect 01234567ab.execute-api.us-west-2.amazonaws.com:443 -servername 01234567ab.execute-api.us-west-2.amazonaws.com </dev/null | openssl x509 -noout -enddate',
        affects: [
          '01234567ab.execute-api.us-west-2.amazonaws.com',
          'vpce-01234567abcdef012-01234567.execute-api.us-west-2.vpce.amazonaws.com',
        ],
      },
    ]);
  });

  test.each([
    { daysLeft: 14, diagnoses: [] },
    { daysLeft: 13, diagnoses: ['certificate-expiring'] },
    { daysLeft: 0, diagnoses: ['certificate-expiring'] },
  ])('with $daysLeft days left', ({ daysLeft, diagnoses }) => {
    expect(codesOf([certificate(SUBJECT, daysLeft)])).toEqual(diagnoses);
  });

  test('and another one are told apart', () => {
    expect(codesOf([certificate(SUBJECT, 3), certificate('CN=pets.example.com', 3)])).toEqual([
      'certificate-expiring',
      'certificate-expiring',
    ]);
  });

  test('of a probe that failed is for the failure to explain', () => {
    const { tls } = certificate(SUBJECT, 3);
    expect(codesOf([{ ...CONNECT_TIMEOUT, ...(tls === undefined ? {} : { tls }) }])).toEqual(['unexplained']);
  });
});

test('slow probes, with their times', () => {
  const slow = (total: number): Seen => ({ ...PASSED, slow: true, timesMs: { unaccounted: 0, total } });
  expect(verdictOn([PASSED, slow(1_514.6), slow(1_602.2)]).diagnoses).toEqual([
    {
      code: 'slow',
      title: '2 of 4 probes passed, but slower than allowed',
      evidence: [`${REGIONAL} GET /pets: 1515 ms`, `${ZONE_A} GET /pets: 1602 ms`],
      remedy: 'See which phase takes the time: firstByte is API Gateway and the backend, connect and tls the network.',
      command: curlOf(1),
      affects: [REGIONAL, ZONE_A],
    },
  ]);
});

test('a run that was cut short says which routes did not get their turn', () => {
  expect(verdictOn([PASSED, PASSED, NOT_RUN, NOT_RUN]).diagnoses).toEqual([
    {
      code: 'run-cut-short',
      title: "2 of 4 probes did not get their turn before the run's deadline",
      evidence: [`${ZONE_A} GET /pets`, `${ZONE_B} GET /pets`],
      remedy: 'Give the run more time (`timeouts.runMs`, the Lambda timeout) or fewer routes and resources.',
      command: 'private-api-canary plan --config FILE',
      affects: [ZONE_A, ZONE_B],
    },
  ]);
});

describe('a discovery that failed', () => {
  const problem = { code: 'ec2-denied', message: 'EC2: UnauthorizedOperation: not you', hint: 'Allow it.' } as const;
  const notices = [
    { code: 'endpoint-missing', subject: 'vpce-00000000', message: 'EC2 knows no endpoint of this id' },
  ] as const;
  const command =
    "aws ec2 describe-vpc-endpoints --region us-west-2 --filters 'Name=service-name,Values=*.execute-api'";
  const EVIDENCE = ['EC2: UnauthorizedOperation: not you', 'vpce-00000000: EC2 knows no endpoint of this id'];

  test('leaves nothing to probe', () => {
    expect(verdictOnNothing({ source: 'none', ageSeconds: 0, endpoints: [], notices, problem }).diagnoses).toEqual([
      {
        code: 'discovery-failed',
        title: 'The endpoints could not be looked up, so nothing was probed',
        evidence: EVIDENCE,
        remedy: 'Allow it.',
        command,
        affects: [],
      },
    ]);
  });

  test('leaves an old answer, and says how old', () => {
    expect(
      verdictOn([], { ...ASKED, source: 'last-known-good', ageSeconds: 5_400, notices, problem }).diagnoses,
    ).toEqual([
      {
        code: 'discovery-failed',
        title: 'The endpoints could not be looked up; an answer of 5400 s ago is used',
        evidence: EVIDENCE,
        remedy: 'Allow it.',
        command,
        affects: [],
      },
    ]);
  });

  test('is not one that only has notices', () => {
    expect(codesOf([], { ...ASKED, notices })).toEqual([]);
  });
});

test('everything at once is told in the order of its weight', () => {
  const seen = [certificate('CN=a', 1), CONNECT_TIMEOUT, { ...PASSED, slow: true } as const, NOT_RUN];
  const problem = { code: 'ec2-failed', message: 'no', hint: 'see' } as const;
  expect(codesOf(seen, { ...ASKED, source: 'last-known-good', problem })).toEqual([
    'discovery-failed',
    'unexplained',
    'certificate-expiring',
    'slow',
    'run-cut-short',
  ]);
});

describe('an endpoint that is named and cannot be probed', () => {
  test('is told, and the run is degraded though every probe passed', () => {
    const target = targetOf({ endpoints: { vpcEndpointIds: [ENDPOINT_ID, OTHER_ENDPOINT_ID] } });
    const message = 'EC2 knows no endpoint of this id in this account and Region';
    const discovery: Discovery = {
      ...ASKED,
      notices: [{ code: 'endpoint-missing', subject: OTHER_ENDPOINT_ID, message }],
    };

    expect(diagnose({ target, observations: observationsOf([]), discovery })).toEqual({
      state: 'degraded',
      summary: `pets/test degraded from vpc: all 4 probes passed, but: ${OTHER_ENDPOINT_ID}: named in the configuration, but cannot be probed`,
      diagnoses: [
        {
          code: 'endpoint-not-probed',
          title: `${OTHER_ENDPOINT_ID}: named in the configuration, but cannot be probed`,
          evidence: [`${OTHER_ENDPOINT_ID}: ${message}`],
          remedy: 'See in EC2 what became of the endpoint, then correct `endpoints.vpcEndpointIds`.',
          command:
            "aws ec2 describe-vpc-endpoints --region us-west-2 --filters 'Name=service-name,Values=*.execute-api'",
          affects: [OTHER_ENDPOINT_ID],
        },
      ],
    });
  });
});

describe('a failure over IPv6 alone', () => {
  test('says so wherever the way in is named', () => {
    const observations = observationsOf([CONNECT_TIMEOUT]).map((each, index) =>
      index === 0 ? { ...each, family: 6 as const } : each,
    );
    const { summary, diagnoses } = diagnose({ target: targetOf(), observations, discovery: ASKED });

    expect(summary).toBe(
      'pets/test degraded from vpc: 1 of 4 probes failed (connect-timeout) via private-dns over IPv6',
    );
    expect(diagnoses[0]?.affects).toEqual(['private-dns IPv6']);
  });
});
