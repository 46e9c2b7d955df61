// Writes the JSON Schema of the configuration, made from the schema that parses it. `--check` writes nothing and fails
// when the file differs.

import { readFile, writeFile } from 'node:fs/promises';
import * as z from 'zod';
import { targetSchema } from '../src/domain/target-schema.ts';

const file = new URL('../schema/target.schema.json', import.meta.url);
const schema = {
  title: 'Configuration of private-api-canary: one API under watch',
  ...z.toJSONSchema(targetSchema, { io: 'input' }),
};
const text = `${JSON.stringify(schema, null, 2)}\n`;

if (process.argv.includes('--check')) {
  if ((await readFile(file, 'utf8')) !== text) {
    process.stderr.write('schema/target.schema.json differs from the schema in src/domain; run: npm run schema\n');
    process.exitCode = 1;
  }
} else {
  await writeFile(file, text);
}
