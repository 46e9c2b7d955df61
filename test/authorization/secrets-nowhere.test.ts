// No secret is found in anything that the program puts out, however it was given to the program and however the API and AWS
// repeat it: the report as JSON, for a terminal and as a page, the log, metrics, errors, `curl` lines, command lines.

import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addressRecords, startNameServer } from '../probe/name-server.ts';
import { authority, NAMES } from '../probe/world.ts';
import { cli } from '../support/cli.ts';
import { startHttpServer } from '../support/http-server.ts';
import { executionEnvironment } from '../support/lambda.ts';
import { type LambdaBundle, lambdaBundle } from '../support/lambda-bundle.ts';
import { REFLECTING_RESOURCES, startReflectingApi } from './reflecting-api.ts';
import { startSecretsServer } from './secrets-server.ts';

/** One for each way in which a secret is given. Made up; no eight characters of one stand in another or anywhere else. */
const SECRETS = {
  'an environment variable': 'zQ4:/Vb8+nT2=kW6&yH0 "rJ3\'dF7\\gL1<pM5>xS9%',
  'a whole secret': 'uC7f-K2jX9_vR4.tN8~wP1hD6qG3aZ5sE0yB7mLi',
  'a key of a secret': 'oY3kU8/eT1+iA6==nV9wQ2cS7xD4zF0gH5jK8lB1pM',
  'a bearer token': 'eyJxIjo3fQ.Wm5JcTh2RzRMeA.h8Tz-3Kq_vN6bX1yP9dR4sF7',
  'a password': 'Gp6xUv1zKe8r:Tn4mYs9w?Jb2c',
  'a session token': 'IQoJ7XvLw9e+2Rz/8NbQk4TtY6uPm1cHs3FgDa5jEoZ0xWyV==',
  'a secret access key': 'nB5v/Xq8Lc2+Zt7Rk4WmYp9sJh1DfGu6EaTo3iQx',
} as const;

const ENVIRONMENT = {
  PETS_KEY: SECRETS['an environment variable'],
  PETS_LOGIN: `Basic ${Buffer.from(`pets:${SECRETS['a password']}`).toString('base64')}`,
  PETS_TWO_LINES: `${SECRETS['an environment variable']}\n${SECRETS['a whole secret']}`,
  AWS_REGION: 'us-west-2',
  AWS_ACCESS_KEY_ID: 'ASIAEXAMPLE',
  AWS_SECRET_ACCESS_KEY: SECRETS['a secret access key'],
  AWS_SESSION_TOKEN: SECRETS['a session token'],
};

const STORED = {
  'pets/whole': `${SECRETS['a whole secret']}\n`,
  'pets/parts': JSON.stringify({ token: SECRETS['a key of a secret'] }),
  'pets/bearer': `Bearer ${SECRETS['a bearer token']}`,
};

const OTHER_HEADERS = {
  'x-env': { env: 'PETS_KEY' },
  'x-whole': { secretId: 'pets/whole' },
  'x-member': { secretId: 'pets/parts', jsonKey: 'token' },
  'x-login': { env: 'PETS_LOGIN' },
};

/** `known`: what the API repeats though it is not sent: what stands in a value, and what signs. */
const GIVEN = {
  'signed requests and headers': {
    auth: { iam: true, headers: OTHER_HEADERS },
    known: [SECRETS['a secret access key'], SECRETS['a password']],
  },
  'a bearer token': {
    auth: { headers: { authorization: { secretId: 'pets/bearer' } } },
    known: [SECRETS['a bearer token']],
  },
} as const;

/** What cannot be obtained: the run ends with an error that is looked through, too. */
const UNOBTAINABLE = {
  'a variable of two lines': { headers: { 'x-env': { env: 'PETS_TWO_LINES' } } },
  'a secret that is not JSON': { headers: { 'x-key': { secretId: 'pets/whole', jsonKey: 'token' } } },
  'a key that the secret does not have': { headers: { 'x-key': { secretId: 'pets/parts', jsonKey: 'key' } } },
} as const;

// Of each spelling of a secret, every part of so many characters: half a secret is one, too.
const PART = 8;

function partsOf(secret: string): readonly string[] {
  const spelled = [
    secret,
    secret.toUpperCase(),
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    new URLSearchParams({ '': secret }).toString().slice(1),
    // Without what stands beside it: the first and the last characters may hold some of that.
    ...[0, 1, 2].map((before) =>
      Buffer.from('x'.repeat(before) + secret)
        .toString('base64')
        .slice(4, -4),
    ),
  ];
  return spelled.flatMap((text) =>
    Array.from({ length: Math.max(0, text.length - PART + 1) }, (_, at) => text.slice(at, at + PART)),
  );
}

/** Which secret is found, where, and around which of its parts. */
function found(places: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(places).flatMap(([place, text]) =>
    Object.entries(SECRETS).flatMap(([name, secret]) => {
      const part = partsOf(secret).find((each) => text.includes(each));
      if (part === undefined) return [];
      const at = text.indexOf(part);
      return [`${name} in ${place}: ${text.slice(Math.max(0, at - 60), at + 60)}`];
    }),
  );
}

/** A CloudWatch and an EC2 that refuse, and say of the signature what AWS says. */
function startRefusingAws() {
  return startHttpServer((request, response) => {
    request.resume();
    const signed = /SignedHeaders=([^,]+)/.exec(request.headers.authorization ?? '')?.[1]?.split(';') ?? [];
    const headers = signed.map((name) => `${name}:${request.headers[name]}`);
    const message = `The request signature we calculated does not match.\n\nThe Canonical String for this request should have been\n'POST\n/\n\n${headers.join('\n')}'`;
    const isQuery = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded');
    response.writeHead(400, { 'content-type': isQuery ? 'text/xml' : 'application/x-amz-json-1.0' });
    response.end(
      isQuery
        ? `<Response><Errors><Error><Code>SignatureDoesNotMatch</Code><Message>${message}</Message></Error></Errors></Response>`
        : JSON.stringify({ __type: 'InvalidSignatureException', message }),
    );
  });
}

/** The command lines of all processes of this machine, where the system shows them. */
async function commandLines(): Promise<string> {
  const processes = await readdir('/proc').catch(() => []);
  const ids = processes.filter((name) => /^\d+$/.test(name));
  return (await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, 'latin1').catch(() => '')))).join('\n');
}

/** The names and the content of all files below a folder, unpacked where they are packed. */
async function contentOf(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const texts = files.map(async (file) => {
    const bytes = await readFile(file);
    return `${file}\n${file.endsWith('.gz') ? gunzipSync(bytes) : bytes}`;
  });
  return (await Promise.all(texts)).join('\n');
}

let bundle: LambdaBundle;
beforeAll(async () => {
  bundle = await lambdaBundle();
});
afterAll(() => bundle[Symbol.asyncDispose]());

/** Everything that stands around the program, and a configuration for it. */
async function startScene(known: readonly string[] = []) {
  await using started = new AsyncDisposableStack();
  let watching: Promise<string> | undefined;
  const certificate = await authority.issue({ names: ['*.execute-api.us-west-2.vpce.amazonaws.com'] });
  const api = started.use(
    await startReflectingApi(certificate, known, () => {
      watching ??= commandLines();
    }),
  );
  const names = started.use(await startNameServer(({ name }) => ({ answers: addressRecords(name, ['127.0.0.1']) })));
  const secrets = started.use(await startSecretsServer(STORED));
  const aws = started.use(await startRefusingAws());
  const caFile = join(bundle.folder, 'ca.pem');
  await writeFile(caFile, authority.pem);
  const env = { ...ENVIRONMENT, AWS_ENDPOINT_URL: aws.url, AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url };
  const configuration = (auth: object, more: object = {}) => ({
    api: { id: '01234567ab', stage: 'test', region: 'us-west-2' },
    endpoints: { dnsNames: [NAMES.regional] },
    accessMethods: ['vpce-api-id'],
    resources: REFLECTING_RESOURCES,
    connection: { port: api.port, resolver: [names.address], caFile, trustedNetworks: ['127.0.0.0/8'] },
    auth,
    ...more,
  });
  const whole = started.move();
  return { api, env, configuration, watched: () => watching, [Symbol.asyncDispose]: () => whole.disposeAsync() };
}

describe('no secret is found, given with', () => {
  test.for(Object.entries(GIVEN))('%s', async ([, { auth, known }]) => {
    await using scene = await startScene(known);
    const { env } = scene;
    const page = join(bundle.folder, 'report.html');
    const input = JSON.stringify(scene.configuration(auth));

    const json = await cli(['probe', '--config', '-', '--json', '--html', page], { env, input });
    const terminal = await cli(['probe', '--config', '-', '--publish', 'emf'], { env, input });
    const state = await mkdtemp(join(bundle.folder, 'state-'));
    const file = join(state, 'pets.json');
    await writeFile(file, input);
    const kept = ['--state', join(state, 'kept'), '--health-file', join(state, 'health.json')];
    const watch = await cli(['watch', '--once', '--config', file, ...kept], { env });
    const plan = await cli(['plan', '--config', '-', '--json'], { env, input });
    await using lambda = await executionEnvironment(bundle.url, env, bundle.folder);
    const answered = await lambda.invoke(scene.configuration(auth));
    // EC2 is asked, and refuses as CloudWatch does.
    const byId = { endpoints: { vpcEndpointIds: ['vpce-01234567abcdef012'] } };
    const asked = await lambda.invoke(scene.configuration(auth, byId));
    await expect.poll(() => lambda.lines().filter((line) => 'report' in line)).toHaveLength(2);

    const log = lambda
      .lines()
      .map((line) => JSON.stringify(line))
      .join('\n');
    // Replayed where nobody knows the secrets any more.
    const [again, explained] = await Promise.all([
      cli(['explain', '--json'], { input: json.stdout }),
      cli(['explain', '--html', join(state, 'explained.html')], { input: log }),
    ]);

    const places = {
      'the report': json.stdout,
      'standard error': json.stderr,
      'the page': await readFile(page, 'utf8'),
      'the terminal': terminal.stdout,
      'the metrics': terminal.stderr,
      'the watch': watch.stdout + watch.stderr,
      'what the watch keeps': await contentOf(state),
      'what is explained later': again.stdout + again.stderr + explained.stdout + explained.stderr,
      'the plan': plan.stdout + plan.stderr,
      "the function's answers": JSON.stringify([answered, asked]),
      'the log': log,
      'the command lines of all processes': (await scene.watched()) ?? '',
    };
    expect(found(places)).toEqual([]);

    // They were there to be found: sent, and repeated where a person reads.
    expect([...scene.api.seen]).toEqual(expect.arrayContaining(Object.keys(auth.headers)));
    const report = JSON.parse(json.stdout);
    expect(report.observations).toHaveLength(REFLECTING_RESOURCES.length);
    const stars = report.observations.filter((each: object) => JSON.stringify(each).includes('***'));
    expect(stars.length).toBeGreaterThan(REFLECTING_RESOURCES.length / 2);
    expect(report.published.problem.message).toContain('x-amz-security-token:***');
    expect(asked.result?.discovery.problem?.message).toContain('x-amz-security-token:***');
    expect(places['the watch']).toContain('***');
    expect(places['what the watch keeps']).toContain('MetricName');
    expect(places['what the watch keeps']).toContain('private-api-canary/health/1');
    expect(places['what the watch keeps']).toContain('<!DOCTYPE html>');
    expect(places['what is explained later']).toContain('***');
    expect(places['the terminal']).toContain('***');
    expect(places['the page']).toContain('***');
  });

  test.for(Object.entries(UNOBTAINABLE))('%s', async ([, auth]) => {
    await using scene = await startScene();
    const { env } = scene;
    const input = JSON.stringify(scene.configuration(auth));

    const command = await cli(['probe', '--config', '-', '--json'], { env, input });
    await using lambda = await executionEnvironment(bundle.url, env, bundle.folder);
    const { error } = await lambda.invoke(scene.configuration(auth));
    await expect.poll(lambda.lines).toMatchObject([{ level: 'ERROR', code: 'secret-unusable' }]);

    expect(command.status).toBe(2);
    expect(command.stderr).toContain('auth.headers.');
    expect(error?.message).toContain('auth.headers.');
    const places = {
      'the command': command.stdout + command.stderr,
      'the error': JSON.stringify(error),
      'the log': JSON.stringify(lambda.lines()),
    };
    expect(found(places)).toEqual([]);
    expect(scene.api.seen).toEqual(new Set());
  });
});

test('the search finds what it looks for', () => {
  const secret = SECRETS['an environment variable'];
  const spelled = [secret, JSON.stringify(secret), encodeURIComponent(secret), secret.slice(9, 18), secret.slice(-8)];
  const encoded = [0, 1, 2].map((before) => Buffer.from(`${'?'.repeat(before)}${secret} and more`).toString('base64'));
  for (const text of [...spelled, ...encoded]) expect(found({ text: `before ${text} after` })).toHaveLength(1);
  expect(found({ text: 'nothing of the kind' })).toEqual([]);
});
