// Lines of the embedded metric format, read as CloudWatch Logs reads them.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emfLines } from '../../src/publish/emf.ts';
import { METRICS, metricsOf, type Series } from '../../src/publish/metrics.ts';
import { emptyRun, failed, identityOf, passed, runOf, tableOf } from './runs.ts';

const ABOUT = { namespace: 'PrivateApiCanary', timestamp: new Date('2026-02-03T04:05:06.789Z') };
const API = { Api: 'pets', Stage: 'test', Vantage: 'vpc' };

interface Line {
  readonly _aws: {
    readonly Timestamp: number;
    readonly CloudWatchMetrics: readonly [
      {
        readonly Namespace: string;
        readonly Dimensions: readonly [readonly string[]];
        readonly Metrics: readonly { readonly Name: Series['name']; readonly Unit: Series['unit'] }[];
      },
    ];
  };
  readonly [member: string]: unknown;
}

/** The series of which a line tells, by the rules of the format. */
function seriesOf(text: string): readonly Series[] {
  const { _aws, ...members } = JSON.parse(text) as Line;
  const [{ Dimensions, Metrics }] = _aws.CloudWatchMetrics;
  const dimensions = Object.fromEntries(Dimensions[0].map((name) => [name, String(members[name])]));
  expect(Object.keys(members).sort()).toEqual([...Dimensions[0], ...Metrics.map(({ Name }) => Name)].sort());
  return Metrics.map(({ Name, Unit }) => ({ name: Name, unit: Unit, dimensions, values: members[Name] as number[] }));
}

/** Series of several lines, those with the same identity joined. */
function joined(lines: readonly string[]): ReturnType<typeof tableOf> {
  const byIdentity = Map.groupBy(lines.flatMap(seriesOf), identityOf);
  return Object.fromEntries(
    [...byIdentity].map(([identity, parts]) => [identity, parts.flatMap(({ values }) => values)]),
  );
}

test('one line for each set of dimensions, exactly', () => {
  const zone = { ...API, Zone: 'us-west-2a' };
  const series: readonly Series[] = [
    { name: 'Success', unit: 'Count', dimensions: API, values: [1, 0] },
    { name: 'Success', unit: 'Count', dimensions: zone, values: [1] },
    { name: 'Latency', unit: 'Milliseconds', dimensions: API, values: [14.3] },
  ];
  expect(emfLines(series, ABOUT)).toEqual([
    '{"_aws":{"Timestamp":1770091506789,"CloudWatchMetrics":[{"Namespace":"PrivateApiCanary","Dimensions":[["Api","Stage","Vantage"]],"Metrics":[{"Name":"Success","Unit":"Count"},{"Name":"Latency","Unit":"Milliseconds"}]}]},"Api":"pets","Stage":"test","Vantage":"vpc","Success":[1,0],"Latency":[14.3]}',
    '{"_aws":{"Timestamp":1770091506789,"CloudWatchMetrics":[{"Namespace":"PrivateApiCanary","Dimensions":[["Api","Stage","Vantage","Zone"]],"Metrics":[{"Name":"Success","Unit":"Count"}]}]},"Api":"pets","Stage":"test","Vantage":"vpc","Zone":"us-west-2a","Success":[1]}',
  ]);
});

test('a run says the same in lines as in series', () => {
  const series = metricsOf(runOf([passed(1), failed(2), passed(3)]), { phases: true });
  expect(joined(emfLines(series, ABOUT))).toEqual(tableOf(series));
});

test('no series, no line', () => {
  expect(emfLines(metricsOf(emptyRun(), { phases: false }), ABOUT)).toEqual([]);
});

describe('more than a hundred values', () => {
  test('take more lines, and a shorter metric is not in the later ones', () => {
    const values = Array.from({ length: 250 }, (_, index) => index);
    const series: readonly Series[] = [
      { name: 'Latency', unit: 'Milliseconds', dimensions: API, values },
      { name: 'Runs', unit: 'Count', dimensions: API, values: [1] },
    ];
    expect(emfLines(series, ABOUT).map((line) => seriesOf(line).map((each) => [each.name, each.values]))).toEqual([
      [
        ['Latency', values.slice(0, 100)],
        ['Runs', [1]],
      ],
      [['Latency', values.slice(100, 200)]],
      [['Latency', values.slice(200)]],
    ]);
  });

  test('a hundred take one', () => {
    const series: Series = {
      name: 'Latency',
      unit: 'Milliseconds',
      dimensions: API,
      values: Array.from({ length: 100 }, () => 1),
    };
    expect(emfLines([series], ABOUT).length).toBe(1);
  });
});

test('whatever the series, every line is one JSON object within the limits, and no value is lost', () => {
  const names = Object.keys(METRICS) as readonly Series['name'][];
  const printable = fc.string({ unit: fc.constantFrom(...' !"\\{}[]:,/azAZ09~'), minLength: 1, maxLength: 20 });
  const series = fc.uniqueArray(
    fc.record({
      name: fc.constantFrom(...names),
      zone: printable,
      values: fc.array(
        fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
        { minLength: 1, maxLength: 320 },
      ),
    }),
    { selector: ({ name, zone }) => `${name} ${zone}`, maxLength: 6 },
  );
  fc.assert(
    fc.property(series, (all) => {
      const given = all.map(({ name, zone, values }) => ({
        name,
        unit: METRICS[name].unit,
        dimensions: { ...API, Zone: zone },
        values,
      }));
      const lines = emfLines(given, ABOUT);
      expect(joined(lines)).toEqual(tableOf(given));
      for (const line of lines) {
        expect(line).not.toMatch(/[\r\n]/);
        for (const { values } of seriesOf(line)) expect(values.length).toBeLessThanOrEqual(100);
      }
    }),
    { numRuns: 50 },
  );
});
