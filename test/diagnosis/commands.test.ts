// The first command of a diagnosis, as somebody pastes it into a shell: whatever the run saw, and whoever wrote the report.

import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import type { Facts } from '../../src/diagnosis/facts.ts';
import { PLACEHOLDERS } from '../../src/diagnosis/wording.ts';
import type { HostName } from '../../src/domain/identifiers.ts';
import { readReport } from '../../src/domain/report-input.ts';
import { shortened } from '../../src/domain/shortened-report.ts';
import { PASSED, reportOf } from '../report/report-builder.ts';
import { anyWorld } from './arbitrary-facts.ts';
import { addressAt, DUAL_STACK, FIRST, FOUR_WAYS, factsOf, NAMED, verdictOn, type World } from './facts.ts';
import { isShellText, programsIn } from './shell-text.ts';

const PROGRAMS = ['aws', 'dig', 'openssl', 'ip', 'ping', 'curl', 'private-api-canary', 'date'];
const OFF = { ...FIRST, privateDns: 'off' } as const;

const commandsOn = (world: World) => verdictOn(world).diagnoses.map(({ command }) => command);
/** Programs that a person may not have, or the whole line where a shell cannot read it. */
const foreign = (command: string) =>
  isShellText(command) ? programsIn(command).filter((program) => !PROGRAMS.includes(program)) : [command];
const replayed = (text: string): Facts => readReport(text).report;
const reportOn = (world: World) => reportOf({ endpoints: [], see: () => PASSED, more: factsOf(world) });

test('is one that a shell reads, of programs that a person has', () => {
  fc.assert(
    fc.property(anyWorld, (world) => {
      for (const command of commandsOn(world)) {
        expect(foreign(command)).toEqual([]);
      }
    }),
    { numRuns: 100 },
  );
});

// What a report from outside may hold is checked where it is read; these are the places that get into a command.
describe('cannot be broken out of by', () => {
  const HOSTILE = ["'; id; '", '$(id)', '`id`', '| id', '\n id', '" id'];
  const PLACES: Readonly<Record<string, (text: string) => World>> = {
    address: (text) => ({ see: { every: { is: 'tls-untrusted', addresses: [text] } } }),
    'the name that was dialled': withRoute,
    'the id of a security group': (text) => unreachable({ securityGroupIds: [text] }),
    'the id of the VPC': (text) => ({ endpoints: [{ ...FIRST, vpcId: text }], see: { 'private-dns': 'dns-nxdomain' } }),
  };

  it.for(Object.keys(PLACES))('%s', (place) => {
    for (const text of HOSTILE) {
      const report = reportOn(PLACES[place]?.(text) ?? {});
      expect(() => replayed(JSON.stringify({ ...report, verdict: diagnose(report) }))).toThrow(/cannot be read/);
    }
  });

  it('a resolver, which is no word of another program', () => {
    for (const resolver of HOSTILE) {
      const facts = factsOf({ see: { every: 'dns-timeout' } });
      const observations = facts.observations.map((seen) => ({ ...seen, resolver }));
      const report = { ...reportOn({}), ...facts, observations };
      expect(() => replayed(JSON.stringify(report))).toThrow(/cannot be read/);
    }
  });

  it('the curl line of a report from outside', () => {
    const facts = factsOf({ see: { every: 'tls-reset' } });
    const observations = facts.observations.map((seen) => ({ ...seen, curl: 'rm -rf ~' }));
    expect(() => replayed(JSON.stringify({ ...reportOn({}), ...facts, observations }))).toThrow(/cannot be read/);
  });

  it.for(['curl x; id', 'curl $(id)', 'curl `id`', "curl 'x' | sh", 'curl x\nid', "curl 'x"])(
    'a curl line that is more than one: %j',
    (curl) => {
      const facts = factsOf({ see: { every: 'tls-reset' } });
      const observations = facts.observations.map((seen) => ({ ...seen, curl }));
      expect(() => replayed(JSON.stringify({ ...reportOn({}), ...facts, observations }))).toThrow(/cannot be read/);
    },
  );
});

describe('can be run as it stands', () => {
  it('and looks at things only: nothing is changed by the first command', () => {
    const see = { 'private-dns': 'dns-nxdomain' } as const;
    for (const command of commandsOn({ endpoints: [OFF], target: FOUR_WAYS, see })) {
      expect(command).toMatch(/^(?:aws [a-z0-9]+ (?:get|list|describe)-|(?!aws))/);
    }
  });

  it('over IPv6: an address and a port need brackets', () => {
    const [command] = commandsOn({ endpoints: [DUAL_STACK], see: { IPv6: 'tls-expired' } });
    expect(command).toContain(`-connect [${addressAt(0, 0, 6)}]:443`);
  });

  it('over IPv6: an interface is found by another filter', () => {
    const [command] = commandsOn({ endpoints: [DUAL_STACK], see: { 'vpce us-west-2b IPv6': 'connect-timeout' } });
    expect(command).not.toContain('Name=private-ip-address');
  });

  it('after the report lost its curl lines', () => {
    const report = reportOn({ see: { every: 'tls-reset' } });
    const read = replayed(JSON.stringify(shortened({ ...report, verdict: diagnose(report) }, 10_000)));
    for (const { command } of diagnose(read).diagnoses) expect(foreign(command)).toEqual([]);
  });
});

describe('the title', () => {
  it('has no word of the runbook in the place of a value', () => {
    const world: World = {
      endpoints: [{ ...NAMED, zones: [] }],
      see: { 'vpce /pets/1': { is: 'connect-timeout', addresses: [addressAt(0, 1)] } },
    };
    const words = Object.values(PLACEHOLDERS).filter((word) => /^[A-Z_]+$/.test(word));
    for (const { title } of verdictOn(world).diagnoses) {
      for (const word of words) expect(title.split(/[ :,;]/)).not.toContain(word);
    }
  });
});

function withRoute(name: string): World {
  return { endpoints: [{ ...FIRST, regionalName: name as HostName }], see: { every: 'tls-expired' } };
}

function unreachable(more: object): World {
  return { endpoints: [{ ...FIRST, ...more }], see: { every: 'connect-timeout' } };
}
