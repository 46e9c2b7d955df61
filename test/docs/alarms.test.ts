// docs/alarms.md says of each alarm what the table says.

import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AlarmRow, PeriodName, Rule, Severity } from '../../src/alarms/alarm-row.ts';
import { ALARM_IDS, ALARMS, type AlarmId } from '../../src/alarms/alarm-table.ts';
import { DEFAULT_CERTIFICATE_DAYS, DEFAULT_LATENCY_MS, thresholdsFor } from '../../src/alarms/settings.ts';
import type { Observation } from '../../src/domain/observation.ts';
import { logLine } from '../../src/log.ts';
import { DIMENSION_SETS } from '../../src/publish/dimensions.ts';
import { METRICS } from '../../src/publish/metrics.ts';
import { type RunSeen, redSpecs } from '../alarms/cloudwatch-model.ts';
import { OWN_ALARMS, VANTAGE_ALARMS } from '../alarms/watched.ts';
import { announced } from '../support/external.ts';
import { codeBlocks, section, table } from './markdown.ts';

const PAGE = readFileSync(new URL('../../docs/alarms.md', import.meta.url), 'utf8');

const rowOf = (id: AlarmId): AlarmRow => ALARMS[id];

const TELLS: Readonly<Record<Severity, string>> = { page: '**page**', warn: 'warning', silent: 'nobody' };
const PERIODS: Readonly<Record<PeriodName, string>> = {
  run: 'the time between two runs',
  latency: 'five minutes, or the time between two runs',
  certificate: 'an hour',
};
const MISSING = { breaching: 'counts as failing', notBreaching: 'counts as good' };
const DEFAULTS = {
  latencyMs: `${DEFAULT_LATENCY_MS} ms (\`LatencyThresholdMs\`)`,
  certificateDays: `${DEFAULT_CERTIFICATE_DAYS} days (\`CertificateDays\`)`,
  functionDurationMs: `${Math.round((thresholdsFor({}, 100).functionDurationMs / 100_000) * 100)} % of the timeout`,
};

/** What the table of an alarm's section says, by its first cells. */
function factsOf(row: AlarmRow): Readonly<Record<string, string>> {
  if (row.kind === 'composite') return { tells: TELLS[row.severity], red: ruleText(row.rule) };
  const [toAlarm, evaluated] = row.datapoints;
  const threshold = typeof row.threshold === 'number' ? `${row.threshold}` : DEFAULTS[row.threshold];
  const dimensions = row.kind === 'function' ? 'FunctionName' : DIMENSION_SETS[row.set].join(', ');
  return {
    tells: TELLS[row.severity],
    metric: `${row.kind === 'function' ? '`AWS/Lambda` ' : ''}\`${row.metric}\` by ${dimensions}`,
    red: `${row.statistic} ${row.comparison} ${threshold}, in ${toAlarm} of ${evaluated} periods`,
    period: PERIODS[row.period],
    'missing data': MISSING[row.missing],
  };
}

function ruleText(rule: Rule): string {
  if ('all' in rule) return rule.all.map(ruleText).join(', and ');
  if ('any' in rule) return rule.any.map(ruleText).join(' or ');
  if ('not' in rule) return `not ${ruleText(rule.not)}`;
  if ('own' in rule) return `the own \`${rule.own}\``;
  return 'every' in rule ? `every \`${rule.every}\`` : `\`${rule.some}\``;
}

describe('the sections of docs/alarms.md', () => {
  it('are one for each alarm, in the order of the table', () => {
    const headings = [...PAGE.matchAll(/^## ([a-z-]+)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual(ALARM_IDS);
  });

  it.each(ALARM_IDS)('%s: what is true, and what to do first, as the alarm itself says', (id) => {
    const text = section(PAGE, id);
    expect(text).toContain(rowOf(id).meaning);
    expect(text).toContain(`**First:** ${rowOf(id).first}`);
  });

  it.each(ALARM_IDS)('%s: when it is red and whom it tells', (id) => {
    expect(Object.fromEntries(table(section(PAGE, id)).slice(1))).toEqual(factsOf(rowOf(id)));
  });
});

it('the overview has every alarm, whom it tells and what it is called', () => {
  const rows = table(section(PAGE, 'overview'))
    .slice(1)
    .map(([id, tells, title]) => [id, tells, title]);
  expect(rows).toEqual(
    ALARM_IDS.map((id) => [`[\`${id}\`](#${id})`, TELLS[rowOf(id).severity], rowOf(id).title] as const),
  );
});

it('the number of alarms of the default set-up is right', () => {
  const [, ofApi, ofFunction] = /(\d+) for an API with four ways in, and (\d+) for the function/.exec(PAGE) ?? [];
  const [, ofVantage] = /(\d+) where three ways are probed from there/.exec(PAGE) ?? [];
  const made = OWN_ALARMS.length;
  const functionRows = ALARM_IDS.filter((id) => rowOf(id).kind === 'function').length;
  expect([ofApi, ofFunction, ofVantage]).toEqual([`${made}`, `${functionRows}`, `${VANTAGE_ALARMS.length}`]);
  const rows = ALARM_IDS.map(rowOf);
  expect(rows.findLastIndex(({ of }) => of !== 'other')).toBe(rows.length - 7);
});

it('the command that reads the last reports prints the summary, and each failed probe on a line', ({ skip }) => {
  if (spawnSync('jq', ['--version']).error !== undefined) skip(announced('jq is not installed'));
  const commands = codeBlocks(section(PAGE, 'read-the-last-reports'), 'sh').join('');
  const [, program = ''] = /jq -r '([^']+)'/.exec(commands) ?? [];
  const common = { accessMethod: 'vpce-host', resource: 'GET /pets', curl: "curl -H 'a: \\b'" } as const;
  const failure = { step: 'connect', code: 'connect-timeout', message: '' } as const;
  const observations: readonly Partial<Observation>[] = [
    { ...common, outcome: 'passed' },
    { ...common, outcome: 'failed', failure },
    { ...common, outcome: 'not-run' },
  ];
  const messages = [
    logLine('WARN', 'pets/test degraded', { report: { observations } }),
    logLine('ERROR', 'api.id is missing', { code: 'configuration' }),
  ];
  expect(
    execFileSync('jq', ['-r', program], { encoding: 'utf8', input: JSON.stringify(messages) }).split('\n'),
  ).toEqual([
    'pets/test degraded',
    `vpce-host\t\tGET /pets\tconnect\tconnect-timeout\t${common.curl}`,
    'api.id is missing',
    '',
  ]);
});

it('the message that follows is shown as it is sent, with gaps', () => {
  const golden = readFileSync(new URL('../report/golden/message-zone-down.txt', import.meta.url), 'utf8');
  const [sample = ''] = codeBlocks(section(PAGE, 'the-message-that-follows'), 'text');
  const parts = sample.split(/^…$/m).map((part) => part.trim());
  const [head = '', ...rest] = parts.filter((part) => part !== '');
  expect(golden.startsWith(`${head}\n`)).toBe(true);
  expect(rest.length).toBeGreaterThan(0);
  const places = [head, ...rest].map((part) => golden.indexOf(part));
  expect(places.filter((place) => place < 0)).toEqual([]);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

describe('the failover hook', () => {
  const text = section(PAGE, 'failover');
  const option = (name: string) => new RegExp(`--${name} (\\S+)`).exec(text)?.[1];

  it('looks at every probe of the API', () => {
    const dimensions = [...text.matchAll(/Name=(\w+),Value=/g)].map(([, name]) => name);
    expect(dimensions).toEqual(DIMENSION_SETS.target);
    expect(Object.keys(METRICS)).toContain(option('metric-name'));
    expect([option('statistic'), option('threshold'), option('comparison-operator')]).toEqual([
      'Maximum',
      '1',
      'LessThanThreshold',
    ]);
  });

  it('is no "M out of N" alarm, which Route 53 does not support', () => {
    expect(Number(option('evaluation-periods'))).toBeGreaterThan(1);
    expect(text).not.toContain('--datapoints-to-alarm');
  });
});

describe('other vantages', () => {
  const rows = table(section(PAGE, 'other-vantages')).slice(1);
  const all = [...OWN_ALARMS, ...VANTAGE_ALARMS];
  const ways = { 'private-dns': 1, 'route53-alias': 1, 'vpce-host': 1, 'vpce-api-id': 1 };
  const well: RunSeen = { ways, zones: { 'us-west-2a': 1 } };
  const nothing: RunSeen = {
    ways: { 'private-dns': 0, 'route53-alias': 0, 'vpce-host': 0, 'vpce-api-id': 0 },
    zones: { 'us-west-2a': 0 },
  };
  const SEEN: Readonly<Record<string, RunSeen | undefined>> = {
    'all is well': well,
    'nothing passes': nothing,
    'some probes fail': { ...well, ways: { ...ways, 'route53-alias': 0 } },
    'probes take too long': { ...well, latencyMs: DEFAULT_LATENCY_MS + 1 },
    'the canary is dead': undefined,
    'nothing arrives': undefined,
  };
  const ids = (cell = '') => [...cell.matchAll(/`([a-z-]+)`/g)].map(([, id = '']) => id).sort();

  it.each(rows)('here %s, there %s: %s', (here = '', there = '', tells, silent) => {
    const own = redSpecs(OWN_ALARMS, Array(6).fill(SEEN[here]));
    const red = new Set([...own, ...redSpecs(VANTAGE_ALARMS, Array(6).fill(SEEN[there]), own)]);
    const redIds = (severities: readonly Severity[]) =>
      all.filter((alarm) => red.has(alarm) && severities.includes(alarm.severity)).map(({ id }) => id);
    expect(redIds(['page', 'warn']).sort()).toEqual(ids(tells));
    for (const id of ids(silent)) expect(redIds(['silent'])).toContain(id);
    expect([here, there].filter((what) => !(what in SEEN))).toEqual([]);
  });

  it('are nine situations', () => {
    expect(rows).toHaveLength(9);
  });
});
