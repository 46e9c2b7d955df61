// Writes the tables of docs/reliability.md from the lists that the tests go through. `--check` writes nothing and fails when
// they differ.

import { readFile } from 'node:fs/promises';
import { FAULT_GROUPS, type FaultGroup } from '../test/reliability/groups.ts';
import type { Guard } from '../test/reliability/guard.ts';
import { GUARDS } from '../test/reliability/guards.ts';
import { generated } from './generated-file.ts';
import { withMade } from './marked-places.ts';

const PATH = 'docs/reliability.md';

function linkTo(path: string): string {
  return `[${path.split('/').at(-1)?.replace('.test.ts', '')}](../${path})`;
}

function faultTable({ title, test, faults }: FaultGroup): string {
  const rows = faults.map(({ fault, does }) => `| ${fault} | ${does} | ${linkTo(test)} |`);
  return [`### ${title}`, '', '| fault | what the canary does | test |', '|---|---|---|', ...rows].join('\n');
}

/** As GitHub makes them. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
}

function index(groups: readonly FaultGroup[]): string {
  return groups.map(({ title, faults }) => `- [${title}](#${anchorOf(title)}): ${faults.length}`).join('\n');
}

function guardTable(guards: readonly Guard[]): string {
  const rows = guards.map(
    ({ guard, file, tests }) => `| ${guard} | [${file}](../${file}) | ${tests.map(linkTo).join(', ')} |`,
  );
  return ['| guard | where | what fails without it |', '|---|---|---|', ...rows].join('\n');
}

const page = await readFile(new URL(`../${PATH}`, import.meta.url), 'utf8');
const made = {
  faults: [index(FAULT_GROUPS), ...FAULT_GROUPS.map(faultTable)].join('\n\n'),
  guards: guardTable(GUARDS),
};
await generated(PATH, withMade(page, 'reliability', made), 'npm run reliability');
