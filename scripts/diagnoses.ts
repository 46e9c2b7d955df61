// Writes the runbook, docs/diagnoses.md, and the example in docs/add-a-rule.md. `--check` writes nothing and fails when
// one of them differs.

import { readFile } from 'node:fs/promises';
import { generated } from './generated-file.ts';
import { withMade } from './marked-places.ts';
import { ruleExample } from './rule-example.ts';
import { runbook } from './runbook.ts';

const COMMAND = 'npm run diagnoses';
const textOf = (path: string) => readFile(new URL(`../${path}`, import.meta.url), 'utf8');
const PAGES = {
  'docs/diagnoses.md': () => runbook(),
  'docs/add-a-rule.md': async (guide: string) => withMade(guide, 'diagnoses', { rule: await ruleExample() }),
};

for (const [path, made] of Object.entries(PAGES)) {
  await generated(path, await made(await textOf(path)), COMMAND);
}
