// Who may import whom, read from the imports of every file in src/ and infra/, and what only some files may touch.

import { globSync, readFileSync } from 'node:fs';
import { dirname, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { METRICS } from '../src/publish/metrics.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

interface Room {
  /** Other rooms that it may import; its own files it always may. */
  readonly rooms: readonly string[];
  /** Packages that it may import; `node:` stands for all of Node's modules. */
  readonly packages: readonly string[];
}

// A room is a folder of src/, a file at its top, or infra/. The simulator must not share the host-name logic it is there to
// check, so that it imports nothing of ours.
const WORKERS = ['discovery', 'authorization', 'probe', 'diagnosis', 'publish', 'domain'];
const SDK = ['@aws-sdk/client-cloudwatch', '@aws-sdk/client-ec2', '@aws-sdk/client-secrets-manager'];
const ROOMS: Readonly<Record<string, Room>> = {
  domain: { rooms: [], packages: ['zod', '@jmespath-community/jmespath'] },
  discovery: { rooms: ['domain'], packages: ['node:', '@aws-sdk/client-ec2'] },
  authorization: {
    rooms: ['domain'],
    packages: ['node:', '@aws-sdk/client-secrets-manager', '@aws-sdk/credential-provider-node', '@smithy/signature-v4'],
  },
  probe: { rooms: ['domain'], packages: ['node:', 'undici'] },
  diagnosis: { rooms: ['domain'], packages: [] },
  publish: { rooms: ['domain'], packages: ['node:', '@aws-sdk/client-cloudwatch'] },
  alarms: { rooms: ['domain', 'publish'], packages: [] },
  report: { rooms: ['domain', 'diagnosis'], packages: ['picocolors'] },
  watch: { rooms: ['log', 'publish', 'domain'], packages: ['node:'] },
  simulator: { rooms: [], packages: ['node:', '@peculiar/x509', 'reflect-metadata', 'dns-packet', 'zod'] },
  log: { rooms: [], packages: [] },
  version: { rooms: [], packages: [] },
  run: { rooms: WORKERS, packages: [] },
  lambda: { rooms: ['run', 'log', 'version', ...WORKERS], packages: ['node:', '@middy/core', 'aws-lambda', ...SDK] },
  notify: { rooms: ['report', 'domain', 'log', 'version'], packages: ['node:', '@aws-sdk/client-sns', 'aws-lambda'] },
  infra: { rooms: ['domain', 'publish', 'alarms', 'version'], packages: ['node:', 'aws-cdk-lib', 'constructs'] },
  cli: {
    rooms: ['watch', 'run', 'log', 'version', 'report', 'alarms', 'simulator', ...WORKERS],
    packages: ['node:', ...SDK],
  },
};

/** `run.ts`, `domain/plan.ts`, `infra/alarms.ts`. */
const FILES = globSync('{src,infra}/**/*.ts', { cwd: ROOT }).map((path) => nameOf(path.replaceAll('\\', '/')));
const sourceOf = (file: string) =>
  withoutComments(readFileSync(`${ROOT}${file.startsWith('infra/') ? '' : 'src/'}${file}`, 'utf8'));
const roomOf = (file: string) => file.split('/')[0]?.replace(/\.ts$/, '') ?? '';

function nameOf(path: string): string {
  return path.replace(/^src\//, '');
}

function withoutComments(source: string): string {
  return source.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '$1');
}

/** What a file imports, re-exports included. What cannot be read as a literal is given as it stands. */
function importsOf(source: string): readonly string[] {
  const declared = source.matchAll(/^\s*(?:import|export)\b[^'";]*?\bfrom\s*'([^']+)'/gm);
  const bare = source.matchAll(/^\s*import\s*'([^']+)'/gm);
  const dynamic = source.matchAll(/\bimport\s*\(\s*([^)]*)\)/g);
  return [
    ...[...declared, ...bare].map(([, specifier = '']) => specifier),
    ...[...dynamic].map(([, argument = '']) => /^'([^']*)'$/.exec(argument.trim())?.[1] ?? argument),
  ];
}

/** Why a file must not import this, or nothing when it may. */
function offence(file: string, specifier: string): string | undefined {
  const own = roomOf(file);
  const room = ROOMS[own];
  if (room === undefined) return `${file}: its room "${own}" is in no layer`;
  const allowed = specifier.startsWith('.')
    ? [own, ...room.rooms].includes(roomOf(nameOf(posix.join(dirname(file), specifier))))
    : room.packages.some((name) =>
        name.endsWith(':') ? specifier.startsWith(name) : specifier === name || specifier.startsWith(`${name}/`),
      );
  return allowed ? undefined : `${file} imports ${specifier}`;
}

test('every import stays within its layer', () => {
  const offences = FILES.flatMap((file) =>
    importsOf(sourceOf(file)).flatMap((specifier) => offence(file, specifier) ?? []),
  );
  expect(offences).toEqual([]);
});

describe('the reader of imports', () => {
  test('sees every form', () => {
    const source = withoutComments(`
// import 'commented-out';
/** import { a } from 'documented'; */
import 'bare';
import whole from 'whole';
import type { A } from 'types';
import {
  b,
  type C,
} from 'lines';
export { d } from 'again';
export * from 'everything';
const later = async () => (await import('./later.ts')).e;
const any = import(name);
export const text = "from 'text'";
`);
    expect([...importsOf(source)].sort()).toEqual(
      ['bare', 'whole', 'types', 'lines', 'again', 'everything', './later.ts', 'name'].sort(),
    );
  });

  test.each([
    { file: 'domain/plan.ts', specifier: 'node:dns' },
    { file: 'domain/plan.ts', specifier: '../probe/probe.ts' },
    { file: 'discovery/discover.ts', specifier: '../publish/publish.ts' },
    { file: 'probe/probe.ts', specifier: '@aws-sdk/client-ec2' },
    { file: 'diagnosis/rules.ts', specifier: 'node:util' },
    { file: 'report/matrix.ts', specifier: '../publish/metrics.ts' },
    { file: 'simulator/aws/server.ts', specifier: '../../domain/endpoint.ts' },
    { file: 'run.ts', specifier: './lambda.ts' },
    { file: 'lambda.ts', specifier: './simulator/simulator.ts' },
    { file: 'notify.ts', specifier: './diagnosis/diagnose.ts' },
    { file: 'notify.ts', specifier: '@aws-sdk/client-ec2' },
    { file: 'report/message.ts', specifier: '@aws-sdk/client-sns' },
    { file: 'cli/main.ts', specifier: '../lambda.ts' },
  ])('refuses $specifier in $file', ({ file, specifier }) => {
    expect(offence(file, specifier)).toBe(`${file} imports ${specifier}`);
  });

  test('refuses a file that is in no layer', () => {
    expect(offence('shared/names.ts', '../domain/plan.ts')).toBe('shared/names.ts: its room "shared" is in no layer');
  });
});

describe('only some files may', () => {
  const ENTRIES = ['lambda', 'notify', 'cli'];
  const NEVER: Readonly<Record<string, { readonly pattern: RegExp; readonly unless: (file: string) => boolean }>> = {
    'read the environment': {
      pattern: /\bprocess\s*\.\s*env\b|\bprocess\s*\[/,
      unless: (file) => ENTRIES.includes(roomOf(file)),
    },
    'make an AWS client': {
      pattern: /\bnew\s+\w+Client\b/,
      unless: (file) => ENTRIES.includes(roomOf(file)),
    },
    'look at the clock': {
      pattern: /\bDate\.now\b|\bnew Date\(\)|\bsetTimeout\b/,
      unless: (file) =>
        !['domain', 'diagnosis', 'report', 'run'].includes(roomOf(file)) && file !== 'watch/schedule.ts',
    },
    // A run says how long it took: by a clock that nobody sets.
    'measure time': {
      pattern: /\bperformance\./,
      unless: (file) => !['domain', 'diagnosis', 'report'].includes(roomOf(file)) && file !== 'watch/schedule.ts',
    },
    wait: { pattern: /\basync\b|\bawait\b|\bPromise\b/, unless: (file) => roomOf(file) !== 'diagnosis' },
    'spell a metric': {
      pattern: new RegExp(`['"\`](?:${Object.keys(METRICS).join('|')})['"\`]|\\bMETRICS\\.\\w`),
      // Alarms and dashboard name metrics where the compiler checks each name.
      unless: (file) => /^(?:publish\/metrics|alarms\/(?:alarm|vantage)-table|infra\/dashboard\/.+)\.ts$/.test(file),
    },
  };

  test.each(Object.entries(NEVER))('%s', (_what, { pattern, unless }) => {
    const found = FILES.filter((file) => !unless(file)).flatMap((file) =>
      (sourceOf(file).match(new RegExp(pattern, 'g')) ?? []).map((match) => `${file}: ${match}`),
    );
    expect(found).toEqual([]);
  });

  test('do those that may: the patterns match what they look for', () => {
    const matching = Object.values(NEVER).map(({ pattern }) => FILES.some((file) => pattern.test(sourceOf(file))));
    expect(matching).toEqual(Object.keys(NEVER).map(() => true));
  });
});
