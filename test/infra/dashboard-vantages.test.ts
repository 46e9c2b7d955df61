// The rows of another vantage on the dashboard: its alarms, beside the own vantage, and there only where it is.

import { CfnCondition, Fn } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import type { BodyWidget } from './dashboard-body.ts';
import { shownIn } from './dashboard-metrics.ts';
import { addDashboard, bodyWith, deployedBody, seenFrom, watchedApi } from './dashboard-stack.ts';
import { plainStack } from './plain-stack.ts';

const own = watchedApi();
const withVantages = (...names: readonly string[]) => ({
  ...own,
  vantages: names.map((name) => seenFrom(name, own)),
});
const titlesOf = (widgets: readonly BodyWidget[]) =>
  widgets.map(({ properties }) => ('title' in properties ? properties.title : properties.markdown));

const alone = bodyWith({ watched: () => [own] });
const compared = bodyWith({ watched: () => [withVantages('dc1', 'dc2')] });

describe('another vantage', () => {
  it('adds rows at the end and moves nothing', () => {
    const before = titlesOf(alone.widgets);
    const after = titlesOf(compared.widgets);
    expect(after.slice(0, before.length).map((title) => title.replace(', and from elsewhere', ''))).toEqual(
      before.map((title) =>
        title.includes('What to do first') ? after.find((each) => each.includes('What to do first')) : title,
      ),
    );
    const added = after.slice(before.length);
    expect(added.filter((title) => title.startsWith('## '))).toEqual([
      '## pets, stage test, from dc1',
      '## pets, stage test, from dc2',
    ]);
    expect(added.length % 2).toBe(0);
    const bottom = Math.max(...alone.widgets.map(({ y, height }) => y + height));
    expect(compared.widgets.slice(before.length).every(({ y }) => y >= bottom)).toBe(true);
  });

  it('is in the verdict at the top with what tells somebody, and has all of its alarms in its own rows', () => {
    const alarms = compared.widgets.flatMap(({ type, properties }) =>
      type === 'alarm' ? [[properties.title, properties.alarms] as const] : [],
    );
    const ids = (title: string) =>
      alarms.flatMap(([name, arns]) =>
        name.startsWith(title) ? arns.map((arn) => arn.replace(/^.*:alarm:canary-pets-test-/, '')) : [],
      );
    const loud = ['cutoff', 'impaired', 'sluggish', 'certificate', 'unheard'];
    expect(ids('Verdict: pets, stage test, from vpc').filter((id) => id.startsWith('dc1-'))).toEqual(
      loud.map((id) => `dc1-${id}`),
    );
    expect(ids('Verdict: pets, stage test, from dc1')).toEqual(loud.map((id) => `dc1-${id}`));
    expect(ids('Which way: pets, stage test, from dc2')).toEqual(
      expect.arrayContaining(['dc2-everywhere', 'dc2-told-elsewhere', 'dc2-availability-vpce-host', 'dc2-zone']),
    );
    expect(ids('Which way: pets, stage test, from vpc').filter((id) => !id.startsWith('vpc-'))).toEqual([]);
  });

  it('is drawn beside the own vantage, each from its own series', () => {
    const graphs = compared.widgets.flatMap(({ type, properties }) =>
      type === 'metric' && properties.title.endsWith('from vpc and from dc1') ? [properties] : [],
    );
    expect(graphs.map(({ title }) => title)).toEqual([
      'Availability from vpc and from dc1',
      'Latency p90 from vpc and from dc1',
    ]);
    for (const graph of graphs) {
      expect(shownIn(graph).map(({ values }) => values)).toEqual([
        { Api: 'pets', Stage: 'test', Vantage: 'vpc' },
        { Api: 'pets', Stage: 'test', Vantage: 'dc1' },
      ]);
    }
    expect(graphs.flatMap((graph) => shownIn(graph).map(({ metric, statistic }) => `${metric} ${statistic}`))).toEqual([
      ...['Success Average', 'Success Average', 'Latency p90', 'Latency p90'],
    ]);
  });

  it('shows nothing else of the own vantage in its graphs', () => {
    const added = compared.widgets.slice(alone.widgets.length);
    const heading = added.findIndex(
      ({ properties }) => 'markdown' in properties && properties.markdown.endsWith('dc2'),
    );
    const graphs = added
      .slice(heading)
      .flatMap(({ type, properties }) =>
        type === 'metric' && !properties.title.includes('from vpc') ? properties : [],
      );
    expect(graphs.length).toBeGreaterThan(8);
    expect(new Set(graphs.flatMap((graph) => shownIn(graph).map(({ values }) => values.Vantage)))).toEqual(
      new Set(['dc2']),
    );
  });

  it('has what to do about its alarms in the runbook', () => {
    const [runbook = ''] = titlesOf(compared.widgets).filter((text) => text.includes('What to do first'));
    for (const id of ['cutoff', 'everywhere', 'unheard']) expect(runbook.match(`\\*\\*${id}\\*\\*`)).toHaveLength(1);
  });

  it('is counted where there are too many', () => {
    const many = Array.from({ length: 20 }, (_, index) => {
      const api = watchedApi({ api: `api-${index}` });
      return { ...api, vantages: [seenFrom('dc1', api)] };
    });
    expect(() => bodyWith({ watched: () => many })).toThrow(/^.*20 APIs from 40 vantages need \d+ widgets/s);
  });
});

describe('a vantage on a condition', () => {
  const bodies = [['Here'], []].map((holds) => {
    const stack = plainStack();
    const condition = new CfnCondition(stack, 'Here', { expression: Fn.conditionEquals('', '') });
    addDashboard(stack, { watched: () => [{ ...own, vantages: [seenFrom('dc1', own, condition)] }] });
    return deployedBody(stack, { holds });
  });
  const [there, absent] = bodies;

  it('has all of its rows, with what to do in them, or none', () => {
    const added = titlesOf(there?.widgets ?? []).slice(alone.widgets.length);
    expect(added[0]).toBe('## pets, stage test, from dc1');
    expect(added.filter((text) => text.includes('**cutoff** (page)'))).toHaveLength(1);
    expect(JSON.stringify(absent)).not.toContain('dc1');
    expect(absent?.widgets).toHaveLength(alone.widgets.length);
  });
});
