// Control probes count in no metric: a run has the same series and values with them, without them, and whatever they saw.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planControls } from '../../src/domain/control.ts';
import { identityOf, type Observation } from '../../src/domain/observation.ts';
import type { PlannedProbe } from '../../src/domain/plan.ts';
import { type Measured, metricsOf } from '../../src/publish/metrics.ts';
import { createPublish } from '../../src/publish/publish.ts';
import { endpointOf, PASSED, type Seen, targetOf } from '../report/report-builder.ts';
import { emptyRun, failed, NOT_RUN, passed, runOf, TWO_WAYS } from './runs.ts';

const CONTROLS = planControls(TWO_WAYS, [endpointOf(['us-west-2a', 'us-west-2b'])]);
const EXPIRED: Partial<Seen> = PASSED.tls === undefined ? {} : { tls: { ...PASSED.tls, daysLeft: -400 } };

const controlled = (run: Measured, seen: readonly Seen[]): Measured => ({
  ...run,
  controls: seen.map((each, index): Observation => {
    const probe = CONTROLS[index % CONTROLS.length] as PlannedProbe;
    return { ...identityOf(probe), ...each, curl: 'curl' };
  }),
});

const seen = fc.oneof(
  fc.double({ min: 0, max: 10_000, noNaN: true }).map((total) => passed(total)),
  fc.double({ min: 0, max: 10_000, noNaN: true }).map((total) => failed(total)),
  fc.double({ min: 0, max: 10_000, noNaN: true }).map((total) => ({ ...failed(total), ...EXPIRED })),
  fc.constant(NOT_RUN),
);

test('whatever probes and controls saw, the controls change no series and no value', () => {
  fc.assert(
    fc.property(
      fc.array(seen, { minLength: 1 }),
      fc.array(seen, { minLength: 1 }),
      fc.boolean(),
      (own, others, phases) => {
        const run = controlled(runOf(own, TWO_WAYS, new Date(0)), []);
        expect(metricsOf(controlled(run, others), { phases })).toEqual(metricsOf(run, { phases }));
      },
    ),
  );
});

test('a run that tried its controls alone has no heartbeat, and no series at all without a probe', () => {
  const names = metricsOf(controlled(runOf([NOT_RUN]), [passed(1)]), { phases: true }).map(({ name }) => name);
  expect([...new Set(names)]).toEqual(['Success']);
  expect(metricsOf(controlled(emptyRun(), [passed(1), failed(2)]), { phases: true })).toEqual([]);
});

test('the embedded metrics of a run with controls know neither their path nor their times', async () => {
  const lines: string[] = [];
  const publish = createPublish({
    cloudwatch: () => {
      throw new Error('CloudWatch is not asked');
    },
    writeLine: async (line) => void lines.push(line),
  });
  const run = controlled(runOf([passed(1)]), [failed(7_654.321), passed(7_654.321)]);

  await publish(run, targetOf({ publish: 'emf' }), new AbortController().signal);

  expect(lines.length).toBeGreaterThan(0);
  expect(lines.join('\n')).not.toMatch(/not-deployed|7654\.321/);
});

test('no dimension names what they ask for', () => {
  const run = controlled(runOf([passed(1)]), [passed(1), passed(2)]);
  const resources = metricsOf(run, { phases: false }).flatMap(({ dimensions }) => dimensions.Resource ?? []);
  expect([...new Set(resources)]).toEqual(['GET /pets', 'GET /pets/1']);
});
