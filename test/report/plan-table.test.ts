import { describe, it } from 'vitest';
import { planControls } from '../../src/domain/control.ts';
import { plan } from '../../src/domain/plan.ts';
import { estimateCost } from '../../src/report/cost.ts';
import { type PlanView, renderPlan } from '../../src/report/plan-table.ts';
import { EVERY_MINUTE } from './cost-example.ts';
import { expectGolden } from './golden.ts';
import { endpointOf, targetOf } from './report-builder.ts';

const target = targetOf();
const endpoints = [endpointOf(['us-west-2a', 'us-west-2b'])];
const probes = plan(target, endpoints);
const all = { Api: 'pets', Stage: 'test', Vantage: 'vpc' };
const methods = [...new Set(probes.map(({ accessMethod }) => accessMethod))];
const resources = target.resources.map(({ label }) => label);

const view: PlanView = {
  target,
  probes,
  controls: planControls(target, endpoints),
  metrics: [
    ...['Success', 'Latency'].flatMap((name) => {
      const unit = name === 'Success' ? 'Count' : 'Milliseconds';
      return [
        { name, unit, dimensions: all },
        ...methods.map((AccessMethod) => ({ name, unit, dimensions: { ...all, AccessMethod } })),
        ...methods.flatMap((AccessMethod) =>
          resources.map((Resource) => ({ name, unit, dimensions: { ...all, AccessMethod, Resource } })),
        ),
      ];
    }),
    { name: 'Runs', unit: 'Count', dimensions: all },
  ],
  cost: estimateCost({ ...EVERY_MINUTE, metricSeries: 27, failureOnlySeries: 1 }),
};

describe('renderPlan', () => {
  it.each([
    ['plan', view, 100],
    ['plan-narrow', view, 50],
    ['plan-nothing', { ...view, probes: [], controls: [], metrics: [] }, 100],
  ])('shows %s', (name, shown, columns) => {
    expectGolden(name, renderPlan(shown, { colour: false, columns }));
  });
});
