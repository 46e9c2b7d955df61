// What holds of every run, whatever it saw.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diagnose, rulesExplaining } from '../../src/diagnosis/diagnose.ts';
import type { Facts } from '../../src/diagnosis/facts.ts';
import { placeOf, routeOf } from '../../src/diagnosis/places.ts';
import type { Observation } from '../../src/domain/observation.ts';
import { anyWorld, healthyWorld } from './arbitrary-facts.ts';
import { DUAL_STACK, FIRST, factsOf, type World } from './facts.ts';

// What a client would meet, beside each other: none of these is the cause of another.
const OF_PASSED = [
  'private-name-elsewhere',
  'certificate-expiring',
  'custom-domain-certificate-expiring',
  'answers-slowly',
  'refusal-not-proven',
];

const always = (holds: (facts: Facts) => void, known: readonly World[] = []) =>
  fc.assert(
    fc.property(anyWorld, (each) => holds(factsOf(each))),
    { numRuns: 150, examples: known.map((world) => [world]) },
  );

// Runs that had two causes once.
const ELSEWHERE_AND_DELETED: World = {
  endpoints: [{ ...FIRST, state: 'deleting' }],
  see: { 'private-dns': { is: 'connect-unreachable', addresses: ['3.5.140.2'] } },
};
const ELSEWHERE_IN_ONE_FAMILY: World = {
  endpoints: [DUAL_STACK],
  see: { 'private-dns IPv6': { is: 'connect-timeout', addresses: ['2600:1f::1'] } },
};

const STRICT_AND_RECOGNISED: World = {
  see: { 'vpce /pets': 'gateway-error', 'vpce /pets/1': 'forbidden' },
  controls: { 'api-sni': 'passed' },
};
const KNOWN = [ELSEWHERE_AND_DELETED, ELSEWHERE_IN_ONE_FAMILY, STRICT_AND_RECOGNISED];

test('no failure has two causes', () => {
  always((facts) => {
    expect(explainedTwice(facts)).toEqual([]);
  }, KNOWN);
});

test('what passed has no cause of a failure', () => {
  always((facts) => {
    const codes = facts.observations
      .filter(({ outcome }) => outcome === 'passed')
      .flatMap((seen) => rulesExplaining(seen, facts));
    expect(codes.filter((code) => !OF_PASSED.includes(code))).toEqual([]);
  });
});

test('every failure is in some diagnosis, with its message', () => {
  always((facts) => {
    const { diagnoses } = diagnose(facts);
    for (const seen of facts.observations.filter(({ outcome }) => outcome === 'failed')) {
      const own = diagnoses.filter(({ affects }) => affects.includes(routeOf(seen, facts)));
      const { message = '' } = seen.failure ?? {};
      expect(own.some(({ evidence }) => evidence.some((line) => line.includes(`: ${message}`)))).toBe(true);
    }
  });
});

test('the order of the observations and controls does not matter', () => {
  const shuffledToo = anyWorld.chain((world) => {
    const facts = factsOf(world);
    return fc.record({
      facts: fc.constant(facts),
      observations: shuffled(facts.observations),
      controls: shuffled(facts.controls),
    });
  });
  fc.assert(
    fc.property(shuffledToo, ({ facts, ...order }) => {
      const [first, second] = [diagnose(facts), diagnose({ ...facts, ...order })];
      const codes = (verdict: typeof first) => verdict.diagnoses.map(({ code }) => code).sort();
      expect(codes(second)).toEqual(codes(first));
      expect(second.state).toBe(first.state);
    }),
    { numRuns: 100 },
  );
});

test('no text has an unfilled placeholder, and every diagnosis has all its parts', () => {
  always((facts) => {
    const { summary, diagnoses } = diagnose(facts);
    for (const { code, title, evidence, cause, remedy, command, affects, link } of diagnoses) {
      for (const text of [summary, title, cause, remedy, command, ...evidence])
        expect(text).not.toMatch(/\{\w+\}|undefined|NaN/);
      for (const text of [title, cause, remedy, command, ...evidence, ...affects]) expect(text).not.toBe('');
      expect(evidence.length, code).toBeGreaterThan(0);
      expect(link).toBe(`docs/diagnoses.md#${code}`);
    }
  });
});

test('the state follows from the outcomes', () => {
  always((facts) => {
    const { state, summary } = diagnose(facts);
    const of = (outcome: Observation['outcome']) =>
      facts.observations.filter((seen) => seen.outcome === outcome).length;
    const tried = facts.observations.filter(({ outcome }) => outcome !== 'not-run');
    const forClients = tried.filter(({ expected }) => expected !== 'denied');
    // Where nobody is to be served, that everybody is refused is all there is to be well.
    const well = (forClients.length > 0 ? forClients : tried).some(({ outcome }) => outcome === 'passed');
    const letIn = forClients.length === 0 && tried.some(({ failure }) => failure?.code === 'not-denied');
    if (well || letIn) expect(['healthy', 'degraded']).toContain(state);
    else expect(state).toBe(tried.length > 0 ? 'unreachable' : 'unknown');
    if (of('failed') + of('not-run') > 0) expect(state).not.toBe('healthy');
    expect(summary).toMatch(/^pets\/test (?:healthy|degraded|unreachable|unknown) from [a-z-]+: [^\r\n]+$/);
  });
});

test('a healthy API has no diagnosis', () => {
  const ofTime = fc.double({ min: 0, max: 60_000, noNaN: true });
  const seen = fc.record({ daysLeft: fc.integer({ min: 14, max: 400 }), total: ofTime, from: fc.nat(2) });
  fc.assert(
    fc.property(healthyWorld, fc.array(seen, { minLength: 1, maxLength: 20 }), (world, details) => {
      const facts = factsOf(world);
      const observations = facts.observations.map((each, index) => asSeen(each, details[index % details.length]));
      const refused = observations.filter(({ expected }) => expected === 'denied').length;
      // Something has to show that there is an API.
      fc.pre(refused < observations.length || facts.controls.length > 0);
      const by = refused === 0 ? '' : `, ${refused} of them by being refused`;
      expect(diagnose({ ...facts, observations }, '2026-11-22T03:00:00.000Z')).toEqual({
        state: 'healthy',
        summary: `pets/test healthy from ${facts.vantage.name}: all ${observations.length} probes passed${by}`,
        diagnoses: [],
      });
    }),
    { numRuns: 100 },
  );
});

interface Detail {
  readonly daysLeft: number;
  readonly total: number;
  readonly from: number;
}

/** DNS gives the addresses in any order, and leaves a zone out now and then. */
function asSeen(
  each: Observation,
  { daysLeft, total, from }: Detail = { daysLeft: 61, total: 1, from: 0 },
): Observation {
  const { addresses = [], tls } = each;
  const turned = [...addresses.slice(from % addresses.length), ...addresses.slice(0, from % addresses.length)];
  const [address = ''] = turned;
  return {
    ...each,
    address,
    addresses: each.zone === undefined && from === 2 ? [address] : turned,
    timesMs: { total, unaccounted: 0 },
    ...(tls === undefined ? {} : { tls: { ...tls, daysLeft } }),
  };
}

function explainedTwice(facts: Facts) {
  return facts.observations
    .filter(({ outcome }) => outcome !== 'passed')
    .map((seen) => [placeOf(seen, facts), rulesExplaining(seen, facts)] as const)
    .filter(([, codes]) => codes.length > 1);
}

function shuffled<Item>(items: readonly Item[]): fc.Arbitrary<Item[]> {
  return fc.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length });
}
