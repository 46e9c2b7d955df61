// `npm run bench:loading`: what a cold start costs, beside what esbuild makes of the same program by itself, in one run.

import { coldStart } from './cold-start.ts';

const TIMES = 15;

const LABELS = {
  node: 'node, nothing loaded',
  naive: 'naive bundle',
  bundle: 'dist/lambda',
  wholeRun: 'with all that a run loads',
  firstProbe: 'start to first probe',
  firstProbeWithEc2: 'the same, after asking EC2',
} as const;

const measured = await coldStart(TIMES);

process.stdout.write(`median of ${TIMES}                    KB   wall, ms   processor, ms\n`);
for (const [name, label] of Object.entries(LABELS) as [keyof typeof LABELS, string][]) {
  const { wallMs, cpuMs, ...rest } = measured[name];
  const kilobytes = 'bytes' in rest ? Math.ceil(Number(rest.bytes) / 1_000) : '';
  const columns = [String(kilobytes).padStart(6), wallMs.toFixed(0).padStart(11), cpuMs.toFixed(0).padStart(16)];
  process.stdout.write(`${label.padEnd(28)}${columns.join('')}\n`);
}
