// docs/metrics.md has every metric, series and query as the code has them, and says who looks at which.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { planned } from '../../scripts/cost-setups.ts';
import type { AlarmRow } from '../../src/alarms/alarm-row.ts';
import { ALARM_IDS, ALARMS } from '../../src/alarms/alarm-table.ts';
import { targetAlarms } from '../../src/alarms/alarms.ts';
import { ACCESS_METHOD_IDS } from '../../src/domain/access-method.ts';
import { DIMENSION_SETS, type DimensionSet } from '../../src/publish/dimensions.ts';
import { METRICS, type MetricName, plannedMetrics } from '../../src/publish/metrics.ts';
import { SETTINGS, WATCHED } from '../alarms/watched.ts';
import { parsedSearch, shownIn } from '../infra/dashboard-metrics.ts';
import { bodyWith, watchedApi } from '../infra/dashboard-stack.ts';
import { codeBlocks, section, table } from './markdown.ts';

const PAGE = readFileSync(new URL('../../docs/metrics.md', import.meta.url), 'utf8');
const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

const NAMESPACE = 'PrivateApiCanary';
const NAMES = Object.keys(METRICS) as readonly MetricName[];
const SETS = Object.keys(DIMENSION_SETS) as readonly DimensionSet[];
/** What the page calls a set of dimensions. */
const BY: Readonly<Record<DimensionSet, string>> = {
  target: 'target',
  accessMethod: 'way',
  resource: 'resource',
  zone: 'zone',
};
const rowsOf = (anchor: string) => table(section(PAGE, anchor)).slice(1);
const code = (text: string) => `\`${text}\``;

it('every metric stands there with its unit and its sets of dimensions', () => {
  expect(rowsOf('the-metrics').map(([name, unit, by]) => [name, unit, by])).toEqual(
    NAMES.map((name) => [code(name), METRICS[name].unit, METRICS[name].sets.map((set) => BY[set]).join(', ')]),
  );
});

it('the README has the same metrics with the same units', () => {
  const listed = table(section(README, 'metrics'))
    .slice(1)
    .flatMap(([names = '', unit]) => [...names.matchAll(/`(\w+)`/g)].map(([, name]) => `${name} in ${unit}`));
  expect(listed).toEqual(NAMES.map((name) => `${name} in ${METRICS[name].unit}`));
});

describe('the dimensions', () => {
  it('are those that are published', () => {
    expect(rowsOf('dimensions').map(([by, dimensions]) => [by, dimensions])).toEqual(
      SETS.map((set) => [BY[set], DIMENSION_SETS[set].map(code).join(', ')]),
    );
  });

  it('make as many series as the example has', () => {
    const { target, probes } = planned();
    const series = plannedMetrics(target, probes).filter(({ when }) => when !== 'failed');
    const counts = SETS.map(
      (set) => series.filter(({ dimensions }) => `${Object.keys(dimensions)}` === `${DIMENSION_SETS[set]}`).length,
    );
    expect(rowsOf('dimensions').map((row) => Number(row[3]))).toEqual(counts);
    expect(PAGE).toContain(`: ${series.length} series.`);
  });

  it('make as many series for each target, way, resource and zone as the page says', () => {
    const always = (set: DimensionSet, when: string) =>
      NAMES.filter((name) => METRICS[name].when === when && METRICS[name].sets.some((each) => each === set)).length;
    const each = (set: DimensionSet) => always(set, 'always') + always(set, 'passed');
    expect(rowsOf('dimensions').map((row) => row[2])).toEqual([
      `${each('target')}, ${always('target', 'failed')} while something fails, and ${always('target', 'denied')} where something has to be refused`,
      `${each('accessMethod')} for each way, and ${always('accessMethod', 'phases')} with phases`,
      `${each('resource')} for each way and resource`,
      `${each('zone')} for each zone`,
    ]);
  });
});

describe('who looks at a metric', () => {
  const { widgets } = bodyWith({ watched: () => [watchedApi({ refuses: true })] });
  const graphsOf = (name: MetricName) =>
    widgets.flatMap(({ type, properties }) =>
      type === 'metric' &&
      shownIn(properties).some(({ namespace, metric }) => namespace === NAMESPACE && metric === name)
        ? [ACCESS_METHOD_IDS.reduce((title, id) => title.replace(`of ${id} `, 'of … '), properties.title)]
        : [],
    );
  const alarmsOf = (name: MetricName) =>
    ALARM_IDS.filter((id) => {
      const row: AlarmRow = ALARMS[id];
      return 'metric' in row && row.metric === name;
    }).map((id) => `[${code(id)}](alarms.md#${id})`);
  const listed = new Map(rowsOf('who-looks-at-them').map(([name = '', alarms, graphs]) => [name, [alarms, graphs]]));

  it.each(NAMES)('%s', (name) => {
    expect(listed.get(code(name))).toEqual([
      alarmsOf(name).join(', ') || '–',
      [...new Set(graphsOf(name))].join('; ') || '–',
    ]);
  });

  it('is told of every metric', () => {
    expect([...listed.keys()]).toEqual(NAMES.map(code));
  });
});

describe('the queries', () => {
  const queries = codeBlocks(PAGE, 'sql').map((query) => query.replaceAll('\n', ' ').trim());

  it('begin with that of the alarm over zones', () => {
    const zones = targetAlarms(WATCHED, SETTINGS).find(({ kind }) => kind === 'query');
    expect(zones).toMatchObject({ query: queries[0] });
  });

  it.each(queries)('%s', (query) => {
    const parts =
      /^SELECT (?<statistic>AVG|MIN|MAX|SUM)\("(?<metric>\w+)"\) FROM SCHEMA\((?<schema>[^)]+)\) (?<rest>.+)$/.exec(
        query,
      )?.groups ?? {};
    const quoted = (text = '') => [...text.matchAll(/"(\w+)"/g)].map(([, name]) => name);
    const [namespace, ...dimensions] = quoted(parts.schema);
    const metric = METRICS[parts.metric as MetricName];
    expect(namespace).toBe(NAMESPACE);
    expect(metric.sets.map((set) => `${DIMENSION_SETS[set]}`)).toContain(`${dimensions}`);
    expect(quoted(parts.rest).filter((name) => !dimensions.includes(name))).toEqual([]);
    expect(parts.rest).toMatch(
      new RegExp(`GROUP BY "[^()]+" ORDER BY ${parts.statistic}\\(\\) (ASC|DESC)( LIMIT \\d+)?$`),
    );
  });

  it('search for a metric that is published with these dimensions', () => {
    const [search = ''] = codeBlocks(PAGE, 'text');
    const { namespace, metric, dimensions } = parsedSearch(search.trim());
    expect(namespace).toBe(NAMESPACE);
    expect(METRICS[metric as MetricName].sets.map((set) => `${DIMENSION_SETS[set]}`)).toContain(`${dimensions}`);
  });
});
