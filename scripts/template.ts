// Writes template.yaml, synthesized from infra/. `--check` writes nothing and fails when the file differs.

import { readFile, writeFile } from 'node:fs/promises';
import { templateYaml } from './template-yaml.ts';

const file = new URL('../template.yaml', import.meta.url);
const text = await templateYaml();

if (process.argv.includes('--check')) {
  if ((await readFile(file, 'utf8')) !== text) {
    process.stderr.write('template.yaml differs from what infra/ synthesizes; run: npm run template\n');
    process.exitCode = 1;
  }
} else {
  await writeFile(file, text);
}
