// host/Containerfile and host/compose.yaml as texts: they copy what the package has and start what it can do, without
// root and with nothing to write but the state. No container is built: see sandbox.test.ts for what is run.

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseOptions } from '../../src/cli/command.ts';
import { healthCommand } from '../../src/cli/health.ts';
import { watchCommand } from '../../src/cli/watch.ts';
import { targetOf } from '../domain/examples.ts';
import { copiesOf, last, stagesOf, words } from './containerfile.ts';
import { ROOT } from './package-files.ts';
import { secondsOf } from './unit-file.ts';

const read = (file: string) => readFile(join(ROOT, 'host', file), 'utf8');
const stages = stagesOf(await read('Containerfile'));
const image = stages.at(-1) ?? [];
const { files, bin, dependencies, ...manifest } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
const STATE = '/var/lib/private-api-canary';

const start = words(last(image, 'CMD'));
const health = words(last(image, 'HEALTHCHECK'));
const program = words(last(image, 'ENTRYPOINT'));

/** Paths of the context that the file copies, and whether each may be missing. */
const copied = stages
  .flatMap(copiesOf)
  .filter(({ from }) => from === undefined)
  .flatMap(({ sources }) => sources)
  .map((source) => ({ path: source.replace('*', ''), mayBeMissing: source.includes('*') }));

describe('the image', () => {
  it('copies what npm packs, and what only a checkout has may be missing', () => {
    const packed = ['package.json', ...files];
    const absent = copied.filter(({ path }) => !packed.some((each) => path === each || path.startsWith(`${each}/`)));
    expect(absent).toEqual([{ path: 'package-lock.json', mayBeMissing: true }]);
    expect(copied.length).toBeGreaterThan(3);
  });

  it('is sent what it copies and nothing else', async () => {
    const lines = (await read('Containerfile.dockerignore')).trim().split('\n');
    expect(lines).toEqual(['*', ...new Set(copied.map(({ path }) => `!${path}`))]);
  });

  it('has the dependencies without those of development', () => {
    const installing = stages[0]?.filter(({ name, text }) => name === 'RUN' && text.includes('npm')) ?? [];
    const commands = installing.flatMap(({ text }) => text.match(/npm (?:ci|install)[^;]*/g) ?? []);
    expect(commands.map((each) => each.trim())).toEqual([
      'npm ci --omit=dev --ignore-scripts',
      'npm install --omit=dev --ignore-scripts',
    ]);
    // Those of CDK programs must not come along.
    expect(
      Object.keys(manifest.peerDependencies).filter((each) => !manifest.peerDependenciesMeta[each]?.optional),
    ).toEqual([]);
    expect(Object.keys(dependencies)).not.toContain('aws-cdk-lib');
  });

  it('starts the program of the package, without a shell', () => {
    expect(program).toEqual(['node', `/opt/private-api-canary/${bin['private-api-canary']}`]);
    expect(copiesOf(image).map(({ target }) => target)).toContain('./bin');
    expect(last(image, 'WORKDIR')).toBe('/opt/private-api-canary');
  });

  it('is nobody in particular, and owns the state', () => {
    expect(last(image, 'USER')).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(last(image, 'RUN')).toContain(`chown ${last(image, 'USER')} ${STATE}`);
    expect(words(last(image, 'VOLUME'))).toEqual([STATE]);
    expect(last(image, 'ENV')).toContain(`STATE_DIRECTORY=${STATE}`);
    expect(last(image, 'STOPSIGNAL')).toBe('SIGTERM');
  });

  it('watches with options that the command knows', () => {
    expect(start[0]).toBe('watch');
    expect(parseOptions(watchCommand, start.slice(1))).toEqual({
      config: ['/etc/private-api-canary/target.json'],
      every: '60s',
      'health-file': `${STATE}/health.json`,
    });
  });

  it('is asked for its health with options that the command knows, about the file that it writes', () => {
    expect(health.slice(0, 3)).toEqual([...program, 'health']);
    const { file, 'max-age': maxAge } = parseOptions(healthCommand, health.slice(3));
    expect(file).toBe(start[start.indexOf('--health-file') + 1]);
    const every = secondsOf(start[start.indexOf('--every') + 1] ?? '');
    expect(secondsOf(String(maxAge))).toBe(3 * every);
  });
});

describe('the composition', async () => {
  const { services, volumes } = parse(await read('compose.yaml'));
  const service = services['private-api-canary'];

  it('builds and starts the image as it is', () => {
    expect(existsSync(join(ROOT, 'host', service.build.context, service.build.dockerfile))).toBe(true);
    expect(service.command).toEqual(start);
    expect(service).not.toHaveProperty('healthcheck');
    expect(service).not.toHaveProperty('user');
  });

  it('leaves it nothing to write but the state, and no rights', () => {
    expect(service.read_only).toBe(true);
    expect(service.cap_drop).toEqual(['ALL']);
    expect(service.security_opt).toEqual(['no-new-privileges:true']);
    expect(service.volumes.filter((each: string) => !each.endsWith(':ro'))).toEqual([`state:${STATE}`]);
    expect(Object.keys(volumes)).toEqual(['state']);
    expect(service).not.toHaveProperty('ports');
  });

  it('gives a run more time to end than a run may take', () => {
    expect(secondsOf(service.stop_grace_period) * 1_000).toBeGreaterThan(targetOf().timeouts.runMs);
  });
});
