// Writes the runbook, docs/diagnoses.md, and the example in docs/add-a-rule.md. `--check` writes nothing and fails when
// one of them differs.

import { readFile } from 'node:fs/promises';
import { generated } from './generated-file.ts';
import { withMade } from './marked-places.ts';
import { ruleExample } from './rule-example.ts';
import { runbook } from './runbook.ts';

const COMMAND = 'npm run diagnoses';
const guide = await readFile(new URL('../docs/add-a-rule.md', import.meta.url), 'utf8');

await generated('docs/diagnoses.md', runbook(), COMMAND);
await generated('docs/add-a-rule.md', withMade(guide, 'diagnoses', { rule: await ruleExample() }), COMMAND);
