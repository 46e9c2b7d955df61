// `npm run soak`: an hour of `watch` at a run a second against a simulator in which something else goes wrong every few
// seconds. Exit status 1 when memory grew, a descriptor leaked or a run is not accounted for.

import { soakOptions } from './options.ts';
import { type Look, soak } from './run.ts';
import { randomScenes } from './scenes.ts';
import { type Finding, findingsOf } from './verdict.ts';

const { forSeconds, everySeconds, seed } = soakOptions(process.argv.slice(2));

// Growth over the second half, in bytes. Of an hour at a run a second, 2 MB are about 1 KB a run.
const BOUNDS = { heap: 2e6, resident: 16e6 };
const LOOK_MS = 1_000;
const REST_RUNS = 5;
const ROW_MS = 60_000;

const COLUMNS = ['time', 'runs', 'skipped', 'heap MB', 'resident MB', 'open', 'sockets', 'threads', 'kept', 'lost'];

function rowOf({ atMs, runs, heap, resident, descriptors, kept, scenarios }: Look): string {
  const sum = (key: 'skipped' | 'lost') => runs.reduce((total, run) => total + run[key], 0);
  const { all = '–', sockets = '–', threads = '–' } = descriptors ?? {};
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
  const cells = [
    new Date(atMs).toISOString().slice(11, 19),
    runs.length,
    sum('skipped'),
    megabytes(heap),
    megabytes(resident),
    all,
    sockets,
    threads,
    kept,
    sum('lost'),
  ];
  return `${row(cells)}  ${scenarios.join(', ')}`;
}

function row(cells: readonly (string | number)[]): string {
  return cells.map((cell, index) => String(cell).padStart((COLUMNS[index] ?? '').length + 2)).join('');
}

function findingLine({ what, measured, wanted, met }: Finding): string {
  const mark = met === undefined ? '?' : met ? '✓' : '✗';
  return `${mark} ${what}: ${measured} (wanted: ${wanted})`;
}

const print = (line: string) => void process.stdout.write(`${line}\n`);

print(`${forSeconds} s, a run every ${everySeconds} s, --seed ${seed}`);
print(`${row(COLUMNS)}  scenario`);
const scenes = randomScenes(seed);
const endsAt = Date.now() + forSeconds * 1_000;
let nextRowMs = 0;
const soaked = await soak({
  everySeconds,
  nextScene: () => (Date.now() < endsAt ? scenes() : undefined),
  lookMs: LOOK_MS,
  restRuns: REST_RUNS,
  onLook: (look) => {
    if (look.atMs < nextRowMs) return;
    nextRowMs = look.atMs + ROW_MS;
    print(rowOf(look));
  },
});
const findings = findingsOf(soaked, BOUNDS);
const states = Map.groupBy(soaked.books.runs, ({ state }) => state);
print(
  `\n${soaked.books.runs.length} runs: ${[...states].map(([state, runs]) => `${runs.length} ${state}`).join(', ')}`,
);
for (const finding of findings) print(findingLine(finding));
if (findings.some(({ met }) => met === false)) process.exitCode = 1;
