// What goes wrong next, at random: a fault of the network, of the API or of the names, and now and then one of AWS beside
// it. The same for the same seed.

import { type ScenarioName, scenarios } from '../../src/simulator/scenarios.ts';
import { randomNumbers } from '../random-numbers.ts';
import type { Scene } from './run.ts';

const AWS_FAULTS: readonly ScenarioName[] = [
  'ec2-denied',
  'ec2-unavailable',
  'ec2-throttled',
  'cloudwatch-denied',
  'cloudwatch-unavailable',
  'cloudwatch-throttled',
];
const OTHERS = (Object.keys(scenarios) as ScenarioName[]).filter((name) => !AWS_FAULTS.includes(name));

// How long a scene lasts, in milliseconds.
const [MIN_MS, MAX_MS] = [2_000, 8_000];
// A process that does nothing but fail would not show what it leaks while it works.
const HEALTHY_SHARE = 0.3;
const AWS_FAULT_SHARE = 0.4;

/** Scenes without end, whose scenarios may contradict each other. */
export function randomScenes(seed: number): () => Scene {
  const random = randomNumbers(seed);
  const one = (names: readonly ScenarioName[]) => names[Math.floor(random() * names.length)] ?? 'healthy';
  return () => {
    const fault = random() < HEALTHY_SHARE ? 'healthy' : one(OTHERS);
    const scenarios = random() < AWS_FAULT_SHARE ? [fault, one(AWS_FAULTS)] : [fault];
    const forMs = MIN_MS + random() * (MAX_MS - MIN_MS);
    return { scenarios, isOver: (passedMs) => passedMs >= forMs };
  };
}
