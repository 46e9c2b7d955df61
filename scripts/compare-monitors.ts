// Writes what the README shows of real runs against the simulator. `--check` writes nothing and fails when it differs.

import { readFile } from 'node:fs/promises';
import { comparison } from './comparison.ts';
import { generated } from './generated-file.ts';
import { withMade } from './marked-places.ts';

const page = await readFile(new URL('../README.md', import.meta.url), 'utf8');

await generated('README.md', withMade(page, 'compare', await comparison()), 'npm run compare');
