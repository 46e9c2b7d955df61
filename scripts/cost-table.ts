// Writes the tables of docs/cost.md, computed by the code behind `plan`. `--check` writes nothing and fails when the page
// differs.

import { readFile, writeFile } from 'node:fs/promises';
import { costDocument } from './cost-document.ts';

const file = new URL('../docs/cost.md', import.meta.url);
const page = await readFile(file, 'utf8');
const computed = costDocument(page);

if (process.argv.includes('--check')) {
  if (page !== computed) {
    process.stderr.write('docs/cost.md differs from what the code computes; run: node scripts/cost-table.ts\n');
    process.exitCode = 1;
  }
} else {
  await writeFile(file, computed);
}
