// The order of the test files: those that take longest begin, so that none of them is alone at the end. After `npm ci`
// vitest knows no times of an earlier run and would go by the size of the files, and these are small.

import { BaseSequencer, type TestSpecification } from 'vitest/node';

// Above 25 seconds each, most of it processes that start and time limits that pass.
const LONG = [
  ...['scenarios-on-premises', 'scenarios', 'cli/demo', 'watch/kill', 'examples/examples', 'cli/simulate'],
  ...[
    'reliability/input',
    'authorization/secrets-nowhere',
    'cli/watch',
    'cli/probe',
    'scenario-pairs',
    'infra/moto-deploy',
  ],
  ...['cli/plan', 'infra/template', 'moto', 'lambda', 'reliability/watch', 'cli/explain', 'reliability/registry'],
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ moduleId }: TestSpecification) => {
      const place = LONG.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`));
      return place === -1 ? LONG.length : place;
    };
    return (await super.sort(files)).sort((a, b) => placeOf(a) - placeOf(b));
  }
}
