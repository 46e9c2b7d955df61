// All guards, in the order of docs/reliability.md.

import type { Guard } from './guard.ts';
import { AWS_GUARDS } from './guards-aws.ts';
import { INPUT_GUARDS } from './guards-input.ts';
import { PROBE_GUARDS } from './guards-probe.ts';
import { SUPPLY_GUARDS } from './guards-supply.ts';
import { WATCH_GUARDS } from './guards-watch.ts';

export const GUARDS: readonly Guard[] = [
  ...PROBE_GUARDS,
  ...AWS_GUARDS,
  ...WATCH_GUARDS,
  ...INPUT_GUARDS,
  ...SUPPLY_GUARDS,
];
