// Writes template.yaml, synthesized from infra/. `--check` writes nothing and fails when the file differs.

import { generated } from './generated-file.ts';
import { templateYaml } from './template-yaml.ts';

await generated('template.yaml', await templateYaml(), 'npm run template');
