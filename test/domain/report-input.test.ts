// Reports as they come back: out of logs, destinations, exports and older versions, whole, shortened or broken.

import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { CanaryError } from '../../src/domain/canary-error.ts';
import type { Report } from '../../src/domain/report.ts';
import { readReport } from '../../src/domain/report-input.ts';
import { shortened } from '../../src/domain/shortened-report.ts';
import { logLine } from '../../src/log.ts';
import { renderReport } from '../../src/report/terminal.ts';
import { allPassed, nothingKnown, several, zoneDown } from '../report/example-reports.ts';
import {
  CONNECT_TIMEOUT,
  ENDPOINT_ID,
  endpointOf,
  OTHER_ENDPOINT_ID,
  PASSED,
  reportOf,
  targetOf,
} from '../report/report-builder.ts';

const json = (value: unknown, indent?: number) => JSON.stringify(value, null, indent);
const problemOf = (text: string): CanaryError => {
  try {
    readReport(text);
  } catch (error) {
    if (error instanceof CanaryError) return error;
    throw error;
  }
  throw new Error('the report was read');
};

const LOGGED = logLine('WARN', 'pets/test degraded', { requestId: 'c6af9ac6', report: zoneDown });
const PLATFORM = '{"time":"2026-02-03T04:05:09.000Z","type":"platform.report","record":{"status":"success"}}';

/** The same run in everything that may hold it. */
const WRAPPED: Readonly<Record<string, string>> = {
  'as `--json` prints it': `${json(zoneDown, 2)}\n`,
  'as one line': json(zoneDown),
  'behind a byte order mark': `\ufeff${json(zoneDown)}`,
  'behind a byte order mark, spread over lines, with a line below': `\ufeff${json(zoneDown, 2)}\nEND\n`,
  'with the alarm that caused the run': json({ ...zoneDown, alarm: { name: 'pets', state: 'ALARM' } }),
  'as a log line': LOGGED,
  'among other log lines': `INIT_START Runtime {\n${PLATFORM}\n${LOGGED}\r\n${PLATFORM}\nEND {`,
  'as `aws logs tail` prints a line': `2026-02-03T04:05:08.791000+00:00 2026/02/03/[$LATEST]0a1b2c {"a":1}\n2026-02-03T04:05:08.791000+00:00 2026/02/03/[$LATEST]0a1b2c ${LOGGED}\n`,
  'as `aws logs tail --format json` prints it': `2026-02-03T04:05:08.791000+00:00 2026/02/03/[$LATEST]0a1b2c {\n    "type": "platform.start"\n}\n2026-02-03T04:05:08.791000+00:00 2026/02/03/[$LATEST]0a1b2c ${json(JSON.parse(LOGGED), 4)}\n`,
  'as `aws logs filter-log-events --output text` prints it': `EVENTS\t39\t1770091508900\ts\t${PLATFORM}\t1770091508790\nEVENTS\t40\t1770091508900\ts\t${LOGGED}\t1770091508791\n`,
  'as `aws logs --output text` prints a message and its time': `${LOGGED}\t1770091508791\n`,
  'as `aws logs filter-log-events` prints it': json(
    {
      events: [PLATFORM, LOGGED, PLATFORM].map((message) => ({ logStreamName: 's', timestamp: 1, message })),
      searchedLogStreams: [],
    },
    4,
  ),
  'as `aws logs get-query-results` prints it': json({
    results: [[{ field: '@message', value: LOGGED }], [{ field: '@message', value: PLATFORM }]],
    status: 'Complete',
  }),
  'as a destination gets it': json({
    version: '1.0',
    requestContext: { condition: 'Success' },
    requestPayload: { api: { id: '01234567ab', stage: 'test' } },
    responseContext: { statusCode: 200 },
    responsePayload: zoneDown,
  }),
  'as a queue keeps what a destination gets': json({ Records: [{ body: json({ responsePayload: zoneDown }) }] }),
};

describe('a report is found', () => {
  it.for(Object.entries(WRAPPED))('%s', ([, text]) => {
    expect(readReport(text)).toMatchObject({
      report: zoneDown,
      found: [{ state: 'degraded', api: 'pets', apiId: '01234567ab' }],
    });
  });

  it.for(Object.entries({ allPassed, nothingKnown, several, zoneDown }))('whole: %s', ([, report]) => {
    expect(readReport(json(report)).report).toEqual(report);
  });

  it.for([
    ['lines', [allPassed, zoneDown, several].map((report) => logLine('INFO', '', { report })).join('\n')],
    ['values spread over lines', [allPassed, zoneDown, several].map((report) => json(report, 2)).join('\n')],
    ['a list', json([allPassed, { report: zoneDown }, several])],
  ] as const)('the last of several in %s', ([, text]) => {
    const { report, found, cutOff } = readReport(text);
    expect(report).toEqual(several);
    expect(found.map(({ vantage }) => vantage)).toEqual(['head-office', 'vpc', 'vpc']);
    expect(cutOff).toBeUndefined();
  });

  it('the newest of several, wherever it stands', () => {
    const at = (startedAt: string) => json({ ...zoneDown, startedAt });
    const text = [at('2026-02-03T04:00:00Z'), at('2026-02-03T04:00:00.500Z'), at('2026-02-02T23:00:00Z')].join('\n');
    expect(readReport(text).report.startedAt).toBe('2026-02-03T04:00:00.500Z');
  });

  it.for([
    ['inside', `${json(allPassed).slice(0, -40)}\n${json(zoneDown)}`],
    ['inside', `${json(allPassed, 2).slice(0, -40)}\n${json(zoneDown, 2)}`],
    ['at the end of', `${json(zoneDown)}\n${json(allPassed).slice(0, -40)}`],
    ['at the end of', `${json(zoneDown, 2)}\n${json(allPassed, 2).slice(0, -40)}`],
    ['at the end of', `${LOGGED}\t1\n${LOGGED.slice(0, -40)}\t2\n`],
  ] as const)('beside one that is cut off, %s the input (%#)', ([cutOff, text]) => {
    expect(readReport(text)).toMatchObject({ report: zoneDown, cutOff, found: [{}] });
  });
});

describe('of an older version', () => {
  /** What version 0.1.0 wrote. */
  function oldOf(report: Report): string {
    const { controls: _controls, target, verdict, discovery, ...rest } = report;
    const { endpoints: _endpoints, port: _port, ...oldTarget } = target;
    const { changes: _changes, ...oldDiscovery } = discovery;
    const diagnoses = verdict.diagnoses.map(({ link: _link, ...diagnosis }) => diagnosis);
    const { since: _since, ...oldVerdict } = verdict;
    return json({ ...rest, target: oldTarget, verdict: { ...oldVerdict, diagnoses }, discovery: oldDiscovery });
  }

  it('what it did not say is what accuses nobody', () => {
    const { report } = readReport(oldOf(zoneDown));

    expect(report.controls).toEqual([]);
    expect(report.target).toEqual({ ...zoneDown.target, port: 443, endpoints: { kind: 'ids', ids: [ENDPOINT_ID] } });
    expect(report.verdict.diagnoses.map(({ link }) => link)).toEqual(['']);
    expect(report.observations).toEqual(zoneDown.observations);
  });

  it.for([
    ['the endpoints that are known', several, { kind: 'ids', ids: [ENDPOINT_ID, OTHER_ENDPOINT_ID] }],
    [
      'the endpoints that were probed, where nothing is known any more',
      { ...zoneDown, endpoints: [] },
      { kind: 'ids', ids: [ENDPOINT_ID] },
    ],
    [
      'the names, where EC2 was not asked',
      { ...zoneDown, discovery: { source: 'configuration', ageSeconds: 0, notices: [] } } as Report,
      {
        kind: 'names',
        names: ['', '-us-west-2a', '-us-west-2b'].map(
          (zone) => `${ENDPOINT_ID}-01234567${zone}.execute-api.us-west-2.vpce.amazonaws.com`,
        ),
      },
    ],
  ] as const)('endpoints are %s', ([, report, expected]) => {
    expect(readReport(oldOf(report)).report.target.endpoints).toEqual(expected);
  });
});

describe('of a shortened report', () => {
  const large = reportOf({
    target: targetOf({ resources: Array.from({ length: 30 }, (_, index) => ({ path: `/pets/${index}` })) }),
    endpoints: [endpointOf(['us-west-2a', 'us-west-2b', 'us-west-2c'])],
    see: ({ zone }) =>
      zone === 'us-west-2c' ? { ...CONNECT_TIMEOUT, address: '10.0.3.7', addresses: ['10.0.3.7'] } : seenAt(zone),
    more: { controls: zoneDown.controls, verdict: zoneDown.verdict },
  });
  const bytes = Buffer.byteLength(json(large));
  const codesOf = (report: Report) => diagnose(report).diagnoses.map(({ code }) => code);

  it.for([0.9, 0.7, 0.5])('the diagnosis is that of the whole one, at %d of its size', (part) => {
    const short = shortened(large, bytes * part);
    const { report } = readReport(json(short));

    expect(short.shortened).toEqual({ leftOut: 0, replayable: true });
    expect(report.shortened).toEqual({ leftOut: 0, replayable: true });
    expect(codesOf(large)).toEqual(['zone-unreachable']);
    expect(codesOf(report)).toEqual(codesOf(large));
    expect(diagnose(report).state).toBe('degraded');
  });

  it.for([0.3, 0.2, 0.1, 0.05, 0.01])('something can still be said, at %d of its size', (part) => {
    const { report } = readReport(json(shortened(large, bytes * part)));

    expect(report.observations.every(({ route, curl }) => route.sni === route.dial && curl !== undefined)).toBe(true);
    expect(renderReport({ ...report, verdict: diagnose(report) }, { colour: false, columns: 100 })).toContain('pets');
  });

  function seenAt(zone: string | undefined) {
    const address = zone === 'us-west-2b' ? '10.0.2.7' : '10.0.1.7';
    return { ...PASSED, address, addresses: zone === undefined ? ['10.0.1.7', '10.0.2.7'] : [address] };
  }
});

describe('what cannot be read', () => {
  const withObservation = (change: object) => {
    const [first, ...rest] = zoneDown.observations;
    return json({ ...zoneDown, observations: [...rest, { ...first, ...change }] });
  };

  it.for([
    ['', 'no report: nothing came'],
    [' \n', 'no report: nothing came'],
    ['{"a":1}', 'no report: "{\\"a\\":1}" has none'],
    ['\u001b[2J\u009b31m', 'no report: "\\u001b[2J\\u009b31m" has none'],
    [LOGGED.slice(0, 5_000), /^the report is cut off: its JSON has no end: "\{\\"timestamp\\":.{50,70}…$/],
    [
      json({ ...zoneDown, schema: 'private-api-canary/report/2', target: 1 }),
      'this report cannot be read; perhaps another version wrote it:\n  schema: given "private-api-canary/report/2"; accepted: "private-api-canary/report/1"',
    ],
    [
      withObservation({ accessMethod: 'direct-connect', address: '$(reboot)', route: undefined }),
      /^this report cannot be read; perhaps another version wrote it:\n {2}observations\[15\]\.accessMethod: given "direct-connect"; accepted: one of private-dns, .*\n {2}observations\[15\]\.route: given nothing; accepted: an object with the keys dial, .*\n {2}observations\[15\]\.address: given "\$\(reboot\)"; accepted: an IP address$/,
    ],
    [
      json({ ...zoneDown, verdict: { ...zoneDown.verdict, since: 'yesterday' } }),
      /\n {2}verdict\.since: given "yesterday"; accepted: a time in ISO 8601, UTC/,
    ],
    [json({ schema: 'private-api-canary/report/1' }), /\n {2}and \d more$/],
  ] as const)('%j: says so', ([text, message]) => {
    const { code, message: said, hint } = problemOf(text);

    expect(said).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
    expect(code).toBe('report-unreadable');
    expect(hint).toContain('probe --json');
  });

  it('is no other report than the last, even when one before it could be read', () => {
    expect(problemOf(`${json(zoneDown)}\n${json({ ...zoneDown, endpoints: 1 })}`).message).toContain(
      '  endpoints: given 1',
    );
  });

  it.for([
    ['api', { api: { ...zoneDown.target.api, region: 'us-west-2; reboot' } }],
    ['endpoints', { endpoints: { kind: 'ids', ids: ['$(reboot)'] } }],
  ] as const)('%s that would be a command in a command line', ([key, change]) => {
    expect(problemOf(json({ ...zoneDown, target: { ...zoneDown.target, ...change } })).message).toContain(
      `target.${key}`,
    );
  });
});
