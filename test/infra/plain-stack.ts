// A stack for a test to fill.

import { App, Stack } from 'aws-cdk-lib';

/** Without the validation that CDK does by itself: it takes a second in every process, and only warns. */
export function plainStack(): Stack {
  return new Stack(new App({ builtinCloudFormationValidation: false }), 'Stack');
}
