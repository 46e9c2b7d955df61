// `private-api-canary/cdk` as the package has it: compiled, beside nothing but its dependencies, in programs of either
// module system.

import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');
const FOLDERS = ['lambda', 'notify'] as const;
const bundleOf = (folder: string) => `export const handler = async () => '${folder}';\n`;

const PROGRAM = `
const app = new App();
const stack = new Stack(app, 'Stack');
const canary = new PrivateApiCanary(stack, 'Canary', { vpc: new Vpc(stack, 'Vpc') });
canary.watch({ api: { id: '01234567ab', stage: 'test' }, endpoints: { vpcEndpointIds: ['vpce-01234567abcdef012'] } });
app.synth();
`;
const NAMES = [
  ['App, Stack', 'aws-cdk-lib'],
  ['Vpc', 'aws-cdk-lib/aws-ec2'],
  ['PrivateApiCanary', 'private-api-canary/cdk'],
] as const;
const IMPORTS = NAMES.map(([names, from]) => `import { ${names} } from '${from}';`).join('\n');
const REQUIRES = NAMES.map(([names, from]) => `const { ${names} } = require('${from}');`).join('\n');

const run = (folder: string, file: string, ...args: readonly string[]) =>
  promisify(execFile)(process.execPath, [file, ...args], {
    cwd: folder,
    env: { ...process.env, CDK_OUTDIR: join(folder, 'cdk.out') },
  });

let scratch = '';

/** A program's folder with the package installed, and with what the package says it needs. */
async function consumer(name: string): Promise<string> {
  const folder = join(scratch, name);
  const modules = join(folder, 'node_modules');
  await cp(join(scratch, 'package'), join(modules, 'private-api-canary'), { recursive: true });
  const { dependencies, peerDependencies } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  for (const needed of Object.keys({ ...dependencies, ...peerDependencies })) {
    await mkdir(dirname(join(modules, needed)), { recursive: true });
    await symlink(join(ROOT, 'node_modules', needed), join(modules, needed));
  }
  return folder;
}

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'private-api-canary-package-'));
  const dist = join(scratch, 'package/dist');
  await run(ROOT, TSC, '-p', 'tsconfig.build.json', '--outDir', dist);
  for (const folder of FOLDERS) {
    await mkdir(join(dist, folder));
    await writeFile(join(dist, folder, 'index.mjs'), bundleOf(folder));
  }
  await cp(join(ROOT, 'package.json'), join(scratch, 'package/package.json'));
});

afterAll(() => rm(scratch, { recursive: true }));

it.each([
  ['program.mjs', `${IMPORTS}${PROGRAM}`],
  ['program.cjs', `${REQUIRES}${PROGRAM}`],
])('makes a stack in %s, with the bundles of the package as the code of the functions', async (file, source) => {
  const folder = await consumer(file);
  await writeFile(join(folder, file), source);

  const { stderr } = await run(folder, file);

  expect(stderr).toBe('');
  const out = join(folder, 'cdk.out');
  const template = JSON.parse(await readFile(join(out, 'Stack.template.json'), 'utf8'));
  const functions = Object.values<{ Type: string; Properties: { Code: { S3Key: string } } }>(template.Resources).filter(
    ({ Type }) => Type === 'AWS::Lambda::Function',
  );
  const codes = functions.map(async ({ Properties }) => {
    const asset = join(out, `asset.${Properties.Code.S3Key.replace('.zip', '')}`);
    expect(await readdir(asset)).toEqual(['index.mjs']);
    return readFile(join(asset, 'index.mjs'), 'utf8');
  });
  expect((await Promise.all(codes)).sort()).toEqual(['lambda', 'lambda', 'notify'].map(bundleOf));
});

it.each(FOLDERS)('says so when dist/%s has not been built', async (missing) => {
  const folder = await consumer(`without-${missing}`);
  await rm(join(folder, 'node_modules/private-api-canary/dist', missing), { recursive: true });
  await writeFile(join(folder, 'program.mjs'), `${IMPORTS}${PROGRAM}`);

  await expect(run(folder, 'program.mjs')).rejects.toThrow(
    new RegExp(
      `there is no .+private-api-canary.dist.${missing}.index\\.mjs: build the package with \`npm run build\``,
    ),
  );
});

it.each(['module', 'commonjs'])('has types for programs of type %s', async (type) => {
  const folder = await consumer(`types-${type}`);
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type }));
  await writeFile(
    join(folder, 'program.ts'),
    `${IMPORTS}${PROGRAM}
// @ts-expect-error: there is no such access method.
canary.watch({ api: { id: 'a', stage: 'b' }, endpoints: {}, accessMethods: ['carrier-pigeon'] });
`,
  );
  const options = ['--noEmit', '--strict', '--skipLibCheck', '--target', 'es2022', '--module', 'nodenext'];

  await expect(run(folder, TSC, ...options, 'program.ts')).resolves.toMatchObject({ stdout: '' });
});
