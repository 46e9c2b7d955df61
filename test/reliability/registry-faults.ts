// What the npm registry can do to whoever installs or audits, and what comes of it.

import { createHash } from 'node:crypto';
import { ADVISORIES, QUICK, type RegistryAnswer } from '../security/registry.ts';
import type { Fault } from './fault.ts';

export interface RegistryFault extends Fault {
  /** `npm ci` of a package that depends on one other, or the audit of the gate. */
  readonly command: 'ci' | 'audit';
  /** By path. Absent: nobody listens there. */
  readonly answers?: Readonly<Record<string, RegistryAnswer>>;
  readonly status: number;
  readonly says: string;
}

const hashOf = (content: string) => `sha512-${createHash('sha512').update(content).digest('base64')}`;

/** A package with a lock file, for `npm ci`. */
export const CONSUMER = {
  manifest: { name: 'consumer', version: '1.0.0', dependencies: { dependency: '1.0.0' } },
  locked: { version: '1.0.0', integrity: hashOf('what was looked at') },
} as const;

const TARBALL = '/dependency/-/dependency-1.0.0.tgz';
const replaced = {
  '/dependency': (url: string) => ({
    name: 'dependency',
    'dist-tags': {},
    versions: {
      '1.0.0': {
        ...{ name: 'dependency', version: '1.0.0' },
        dist: { tarball: `${url}${TARBALL}`, integrity: hashOf('another') },
      },
    },
  }),
  [TARBALL]: Buffer.from('another'),
};

const advisory = (severity: string) => ({
  [ADVISORIES]: {
    undici: [
      {
        ...{ id: 1, url: 'https://advisories.example/1', title: 'Answers are mixed up', severity },
        ...{ vulnerable_versions: '<99.0.0', cwe: [], cvss: { score: 0, vectorString: null } },
      },
    ],
  },
  '/undici': { name: 'undici', 'dist-tags': {}, versions: {} },
});
const SKIPPED = 'audit: SKIPPED, nobody was asked for known vulnerabilities: ';

export const REGISTRY_FAULTS: readonly RegistryFault[] = [
  {
    fault: 'the registry has another package than the one that was looked at, with a hash to go with it',
    does: '`npm ci` refuses it: the hash is that of the lock file',
    command: 'ci',
    answers: replaced,
    status: 1,
    says: 'npm error code EINTEGRITY',
  },
  {
    fault: 'an advisory of level high is published for a dependency',
    does: 'the gate fails and names the package and the advisory',
    command: 'audit',
    answers: advisory('high'),
    status: 1,
    says: 'audit: undici: high: Answers are mixed up, https://advisories.example/1\naudit: 1 of ',
  },
  {
    fault: 'an advisory of level moderate is published for a dependency',
    does: 'the gate goes on: it asks for high and critical',
    command: 'audit',
    answers: advisory('moderate'),
    status: 0,
    says: 'audit: 0 of ',
  },
  {
    fault: 'the registry has no advisories to ask for',
    does: 'the gate goes on and says that the audit was skipped',
    command: 'audit',
    // An older npm then asks in another way.
    answers: { [ADVISORIES]: 405, [QUICK]: 405 },
    status: 0,
    says: `${SKIPPED}405 Method Not Allowed`,
  },
  {
    fault: 'the registry cannot be reached',
    does: 'the gate goes on and says that the audit was skipped',
    command: 'audit',
    status: 0,
    says: `${SKIPPED}request to `,
  },
  {
    fault: 'the registry takes the question and does not answer',
    does: 'the gate goes on when the time for an answer is over, and says that the audit was skipped',
    command: 'audit',
    answers: { [ADVISORIES]: 'silence' },
    status: 0,
    says: SKIPPED,
  },
  {
    fault: 'the registry answers with a page instead of advisories',
    does: 'the gate goes on and says that the audit was skipped',
    command: 'audit',
    answers: { [ADVISORIES]: Buffer.from('<html>') },
    status: 0,
    says: SKIPPED,
  },
];
