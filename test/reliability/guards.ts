// All guards, in the order of docs/reliability.md.

import type { Guard } from './guard.ts';
import { AWS_GUARDS } from './guards-aws.ts';
import { EXPRESSION_GUARDS } from './guards-expression.ts';
import { INPUT_GUARDS } from './guards-input.ts';
import { OUTPUT_GUARDS } from './guards-output.ts';
import { PROBE_GUARDS } from './guards-probe.ts';
import { SUPPLY_GUARDS } from './guards-supply.ts';
import { TIME_GUARDS } from './guards-time.ts';
import { WATCH_GUARDS } from './guards-watch.ts';

export const GUARDS: readonly Guard[] = [
  ...PROBE_GUARDS,
  ...AWS_GUARDS,
  ...TIME_GUARDS,
  ...WATCH_GUARDS,
  ...INPUT_GUARDS,
  ...EXPRESSION_GUARDS,
  ...OUTPUT_GUARDS,
  ...SUPPLY_GUARDS,
];
