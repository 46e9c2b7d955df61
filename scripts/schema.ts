// Writes the JSON Schema of the configuration, made from the schema that parses it. `--check` writes nothing and fails
// when the file differs.

import * as z from 'zod';
import { targetSchema } from '../src/domain/target-schema.ts';
import { generated } from './generated-file.ts';

const schema = {
  title: 'Configuration of private-api-canary: one API under watch',
  ...z.toJSONSchema(targetSchema, { io: 'input' }),
};

await generated('schema/target.schema.json', `${JSON.stringify(schema, null, 2)}\n`, 'npm run schema');
