// The canary under measurement, a process of its own: one run for each configuration it is sent.

import { deadlinesOf } from '../src/domain/deadline.ts';
import { parseTarget } from '../src/domain/target.ts';
import { probeAll } from '../src/probe/probes.ts';
import { probeSettings } from '../src/probe/settings.ts';
import { type Ports, run } from '../src/run.ts';
import type { CanaryOrder, CanaryRun } from './canary.ts';
import { endpointsOf } from './target.ts';

const ports = (order: CanaryOrder): Ports => ({
  discover: async () => ({ source: 'ec2', ageSeconds: 0, notices: [], endpoints: endpointsOf(order) }),
  probeAll: async (probes, target, { probing, probingEndsAt }) =>
    probeAll(probes, await probeSettings(target, 'private-api-canary/bench'), {
      signal: probing,
      endsAt: probingEndsAt,
    }),
  publish: async () => ({ sink: 'none', accepted: 0, rejected: 0 }),
  now: Date.now,
});

process.on('message', async (order: CanaryOrder) => {
  const target = parseTarget(order.configuration);
  const before = process.cpuUsage();
  const startedAt = performance.now();
  const report = await run(target, ports(order), deadlinesOf(target.timeouts.runMs, performance.now()));
  const wallMs = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(before);
  const measured: CanaryRun = {
    observations: report.observations,
    controls: report.controls,
    measurementDelayMs: report.measurementDelayMs,
    wallMs,
    cpuMs: (user + system) / 1000,
    rssBytes: process.resourceUsage().maxRSS * 1024,
  };

  process.send?.(measured);
});
process.once('disconnect', () => process.exit());
