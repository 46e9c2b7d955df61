// The package as it is published: what it says of itself. What is in it: reliability/supply.test.ts.

import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { VERSION } from '../src/version.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

describe('the package', () => {
  it('has one version', async () => {
    const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));

    expect(VERSION).toBe(version);
  });

  it('ships the JSON Schema that parses the configuration', async () => {
    await expect(
      promisify(execFile)(process.execPath, ['scripts/schema.ts', '--check'], { cwd: ROOT }),
    ).resolves.toMatchObject({ stderr: '' });
  });
});
