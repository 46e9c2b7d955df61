// Writes the tables of docs/cost.md, computed by the code behind `plan`. `--check` writes nothing and fails when the page
// differs.

import { readFile } from 'node:fs/promises';
import { costDocument } from './cost-document.ts';
import { generated } from './generated-file.ts';

const page = await readFile(new URL('../docs/cost.md', import.meta.url), 'utf8');

await generated('docs/cost.md', costDocument(page), 'npm run cost');
