// API Gateway's clock: this machine's, unless the two are to differ.
import type { Faults } from '../faults.ts';

const AHEAD_MS = 10 * 60_000;

/** In milliseconds since the epoch. Answers are dated by it, and signatures judged. */
export function gatewayTimeMs({ clock }: Faults): number {
  return Date.now() + (clock === 'ahead' ? AHEAD_MS : 0);
}
