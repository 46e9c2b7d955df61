// The dashboard: what AWS documents, nothing on top of anything else, the alarms that there are and their thresholds.

import { CfnCondition, CfnParameter, Fn, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import type { AlarmRow } from '../../src/alarms/alarm-row.ts';
import { ALARM_IDS, ALARMS, type AlarmId } from '../../src/alarms/alarm-table.ts';
import { ACCESS_METHOD_IDS, type AccessMethodId } from '../../src/domain/access-method.ts';
import type { Body, BodyGraph, BodyWidget } from './dashboard-body.ts';
import { addDashboard, bodyWith, deployedBody, watchedApi } from './dashboard-stack.ts';
import { plainStack } from './plain-stack.ts';

const many = (count: number) => Array.from({ length: count }, (_, index) => watchedApi({ api: `api-${index}` }));

function alarmsIn({ widgets }: Body, title: string): readonly string[] {
  return widgets.flatMap((widget) =>
    widget.type === 'alarm' && widget.properties.title.startsWith(title) ? widget.properties.alarms : [],
  );
}

function graphIn({ widgets }: Body, title: string): BodyGraph {
  const [found] = widgets.flatMap((widget) =>
    widget.type === 'metric' && widget.properties.title === title ? widget.properties : [],
  );
  if (found === undefined) throw new Error(`no graph ${title}`);
  return found;
}

function textIn({ widgets }: Body, part: string): string {
  const texts = widgets.flatMap((widget) => (widget.type === 'text' ? widget.properties.markdown : []));
  return texts.find((text) => text.includes(part)) ?? '';
}

describe('the layout', () => {
  const squares = ({ x, y, width, height }: BodyWidget) =>
    Array.from({ length: width * height }, (_, index) => `${x + (index % width)} ${y + Math.floor(index / width)}`);

  it.each([
    { what: 'no API', watched: [], widgets: 7 },
    {
      what: 'one way without zones',
      watched: [watchedApi({ accessMethods: ['private-dns'], zonal: false })],
      widgets: 24,
    },
    { what: 'four ways and zones', watched: [watchedApi()], widgets: 29 },
    {
      what: 'two APIs, one through every way',
      watched: [watchedApi(), watchedApi({ api: 'orders', accessMethods: ACCESS_METHOD_IDS })],
      widgets: 53,
    },
  ])('has no widget on top of another or beyond the grid: $what', ({ watched, widgets: count }) => {
    const { widgets } = bodyWith({ watched: () => watched });
    const taken = widgets.flatMap(squares);
    expect(new Set(taken).size).toBe(taken.length);
    expect(widgets.filter(({ x, width }) => x + width > 24)).toEqual([]);
    expect(widgets).toHaveLength(count);
  });

  it('begins with the verdicts of all APIs, then what to do, then graphs', () => {
    const { widgets } = bodyWith({ watched: () => many(2) });
    const types = widgets.toSorted((a, b) => a.y - b.y || a.x - b.x).map(({ type }) => type);
    expect(types.slice(0, 8)).toEqual(['alarm', 'alarm', 'alarm', 'alarm', 'alarm', 'text', 'text', 'metric']);
    expect(types.slice(-2)).toEqual(['log', 'log']);
  });

  it('has room for twenty APIs, and says how many are too many', () => {
    expect(bodyWith({ watched: () => many(20) }).widgets.length).toBeGreaterThan(400);
    expect(() => bodyWith({ watched: () => many(23) })).toThrow('23 APIs need 513 widgets and a dashboard takes 500');
  });

  it('follows an API that is added later', () => {
    const stack = plainStack();
    const watched = [watchedApi()];
    addDashboard(stack, { watched: () => watched });
    watched.push(watchedApi({ api: 'orders' }));
    expect(alarmsIn(deployedBody(stack), 'Verdict: orders')).toHaveLength(5);
  });
});

describe('alarms', () => {
  const ids = (arns: readonly string[]) => arns.map((arn) => arn.replace(/^.*:alarm:canary-pets-test-vpc-/, ''));
  const isOther = (row: AlarmRow) => row.of === 'other';
  const rows = (pick: (row: (typeof ALARMS)[AlarmId]) => boolean) => ALARM_IDS.filter((id) => pick(ALARMS[id]));

  it('are those that tell somebody, composites first, and beside them the silent ones', () => {
    const hardened = watchedApi({ refuses: true });
    const body = bodyWith({ watched: () => [hardened] });
    const loud = rows((row) => row.kind !== 'function' && row.severity !== 'silent' && !isOther(row));
    const composites = rows((row) => row.kind === 'composite' && !isOther(row));
    expect(ids(alarmsIn(body, 'Verdict: pets, stage test, from vpc'))).toEqual([
      ...composites,
      ...loud.filter((id) => !composites.includes(id)),
    ]);
    const silent = ids(alarmsIn(body, 'Which way: pets, stage test, from vpc'));
    expect(silent).toEqual(
      expect.arrayContaining(['zone', 'no-success', 'availability-vpce-host', 'latency-vpce-host']),
    );
    expect(new Set([...silent, ...loud]).size).toBe(hardened.alarms.length);
    expect(alarmsIn(body, 'The canary itself')).toHaveLength(rows(({ kind }) => kind === 'function').length);
  });

  it('with a condition are there only where it holds', () => {
    const stack = plainStack();
    const on = (id: string) => new CfnCondition(stack, id, { expression: Fn.conditionEquals('', id) });
    const ways: Partial<Record<AccessMethodId, CfnCondition>> = {
      'private-dns': on('Private'),
      'vpce-host': on('Host'),
    };
    const zones = on('Zones');
    const watched = watchedApi({}, {}, ({ id, accessMethod }) =>
      id === 'zone' ? zones : ways[accessMethod ?? 'custom-domain'],
    );
    addDashboard(stack, { watched: () => [watched] });
    const shown = (...holds: readonly string[]) =>
      ids(alarmsIn(deployedBody(stack, { holds }), 'Which way')).toSorted();
    const all = shown('Private', 'Host', 'Zones');
    expect(all).toEqual(ids(alarmsIn(bodyWith(), 'Which way')).toSorted());
    expect(shown('Private', 'Zones')).toEqual(all.filter((id) => !id.endsWith('vpce-host')));
    expect(shown('Host')).toEqual(all.filter((id) => !id.endsWith('private-dns') && id !== 'zone'));
    expect(shown()).toEqual(all.filter((id) => !/private-dns$|vpce-host$|^zone$/.test(id)));
  });

  it('must not all have conditions: the widget could be empty', () => {
    const stack = plainStack();
    const condition = new CfnCondition(stack, 'Sometimes', { expression: Fn.conditionEquals('', '') });
    const watched = watchedApi({}, {}, () => condition);
    addDashboard(stack, { watched: () => [watched] });
    expect(() => deployedBody(stack)).toThrow('no alarm of "Verdict: pets, stage test, from vpc" is there without');
  });
});

describe('the runbook', () => {
  it('has each alarm once, whatever the number of APIs, those that tell somebody first', () => {
    const watched = [...many(2), watchedApi({ refuses: true })];
    const runbook = textIn(bodyWith({ watched: () => watched }), 'What to do first');
    const lines = runbook.split('\n').filter((line) => line.startsWith('| **'));
    expect(lines.toSorted()).toEqual(
      ALARM_IDS.filter((id) => (ALARMS[id] as AlarmRow).of !== 'other')
        .map((id) => `| **${id}** (${ALARMS[id].severity}) | ${ALARMS[id].meaning} | ${ALARMS[id].first} |`)
        .toSorted(),
    );
    const silent = lines.map((line) => line.includes('(silent)'));
    expect(silent).toEqual(silent.toSorted());
    expect(runbook).not.toContain('](');
  });

  it('links to the page with the rest, where there is one', () => {
    const stack = plainStack();
    const runbookUrl = new CfnParameter(stack, 'RunbookUrl').valueAsString;
    const runbookGiven = new CfnCondition(stack, 'Given', { expression: Fn.conditionEquals(runbookUrl, '') });
    addDashboard(stack, { runbookUrl, runbookGiven });
    const values = { RunbookUrl: 'https://example.com/alarms' };
    const first = (holds: readonly string[]) =>
      textIn(deployedBody(stack, { values, holds }), 'What to do').split('\n')[0];
    expect(first(['Given'])).toBe('[The runbook](https://example.com/alarms) has a section for each alarm.');
    expect(first([])).toBe('| Alarm | What is true | What to do first |');
    expect(textIn(bodyWith({ runbookUrl: 'https://example.com' }), 'What to do')).toContain('(https://example.com)');
  });
});

it('names each line of a search by what tells it from the others', () => {
  const labelIn = (title: string) => graphIn(bodyWith(), title).metrics.flat()[0];
  const by = (...names: readonly string[]) => ({ label: names.map((name) => `\${PROP('Dim.${name}')}`).join(' ') });
  expect(labelIn('Availability by access method')).toMatchObject(by('AccessMethod'));
  expect(labelIn('Availability by access method and resource')).toMatchObject(by('AccessMethod', 'Resource'));
  expect(labelIn('Latency p90 by zone')).toMatchObject(by('Zone'));
});

describe('thresholds and periods', () => {
  const lines = (body: Body, title: string) => graphIn(body, title).annotations?.horizontal.map(({ value }) => value);

  it('are those of the alarms', () => {
    const body = bodyWith();
    expect(lines(body, 'Availability by access method')).toEqual([1]);
    expect(lines(body, 'Latency p50 by access method')).toEqual([1_000]);
    expect(lines(body, 'Latency p90 by access method')).toEqual([1_000]);
    expect(lines(body, 'Latency p99 by access method')).toEqual([1_000]);
    expect(lines(body, 'Availability by zone')).toEqual([1]);
    expect(lines(body, 'Runs that tried a probe (the heartbeat)')).toEqual([1]);
    expect(lines(body, 'Days left of the first certificate to end')).toEqual([14]);
    expect(lines(body, "The canary's function: duration")).toEqual([50_000, 40_000]);
    expect(graphIn(body, 'Latency p90 by access method').period).toBe(300);
    expect(graphIn(body, 'Days left of the first certificate to end').period).toBe(3_600);
  });

  it('may be filled in by CloudFormation', () => {
    const stack = plainStack();
    const number = (id: string) => new CfnParameter(stack, id, { type: 'Number' }).valueAsNumber;
    const settings = {
      periods: { run: number('Run'), latency: number('Latency'), certificate: 3_600 },
      thresholds: { latencyMs: number('LatencyMs'), certificateDays: 14, functionDurationMs: 40_000 },
    };
    const watched = watchedApi({}, { settings });
    addDashboard(stack, { watched: () => [watched] });
    const body = deployedBody(stack, { values: { Run: '120', Latency: '600', LatencyMs: '250' } });
    expect(lines(body, 'Latency p90 by access method')).toEqual([250]);
    expect(graphIn(body, 'Latency p90 by access method').period).toBe(600);
    expect(graphIn(body, 'Availability by access method').period).toBe(120);
  });

  it('do not come from a timeout that is not known', () => {
    const timeout = (stack: Stack) => new CfnParameter(stack, 'Timeout', { type: 'Number' }).valueAsNumber;
    const stack = plainStack();
    expect(() => addDashboard(stack, { timeoutSeconds: timeout(stack) })).toThrow('timeoutSeconds must be known');
  });
});

it('is one resource: no function of CDK stands behind it', () => {
  const stack = plainStack();
  addDashboard(stack);
  const template: { readonly Resources: Readonly<Record<string, { readonly Type: string }>> } = Template.fromStack(
    stack,
  ).toJSON() as never;
  expect(Object.values(template.Resources).map(({ Type }) => Type)).toEqual(['AWS::CloudWatch::Dashboard']);
});
