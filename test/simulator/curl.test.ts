// The commands of AWS's page "How to invoke a private API", as printed there, against the simulator.
// Its two typing errors are corrected: one Region on both sides, and the public DNS hostname in place of the bare
// endpoint id. Added are the authority to trust and where the names lead, as nothing here is in public DNS.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { missing } from '../support/external.ts';
import { names } from './clients.ts';

const PETS = '"id": 1,\n    "type": "dog",\n    "price": 249.99';
const CAT = '{\n  "id": 2,\n  "type": "cat",\n  "price": 124.99\n}';

describe('curl', () => {
  beforeEach(({ skip }) => {
    const reason = missing('curl');
    skip(reason !== undefined, reason);
  });

  test.each([
    ['private DNS, the list', ['-X', 'GET', `https://${names.api}/test/pets`], PETS],
    ['private DNS, one pet', ['-X', 'GET', `https://${names.api}/test/pets/2`], CAT],
    ['Route 53 alias', ['-v', `https://${names.alias}/test/pets/`], PETS],
    ['endpoint with Host', ['-v', `https://${names.regional}/test/pets`, '-H', `Host: ${names.api}`], PETS],
    [
      'endpoint with API id',
      ['-v', `https://${names.regional}/test`, '-Hx-apigw-api-id:01234567ab'],
      '<h1>PetStore</h1>',
    ],
    ['zonal endpoint name', [`https://${names.zoneA}/test/pets/2`, '-Hx-apigw-api-id:01234567ab'], CAT],
  ])('%s', async (_, command, body) => {
    await using simulator = await startSimulator();
    expect(await curl(simulator, command)).toContain(body);
  });

  test('sends the dialled name as SNI and the given name as Host, and speaks HTTP/1.1', async () => {
    await using simulator = await startSimulator();
    await curl(simulator, [`https://${names.regional}/test/pets`, '-H', `Host: ${names.api}`]);
    expect(simulator.connections).toMatchObject([
      {
        clientHello: { sni: names.regional, alpn: ['h2', 'http/1.1'] },
        requests: [{ host: names.api, path: '/test/pets' }],
      },
    ]);
  });

  // curl signs the Host that it sends. Before version 8 it did not sort the query, which AWS refuses, too.
  test.each([
    ['private DNS', [`https://${names.api}/test/pets/2`]],
    ['endpoint with Host', [`https://${names.regional}/test/pets/2`, '-H', `Host: ${names.api}`]],
    ['endpoint with API id', [`https://${names.regional}/test/pets/2`, '-Hx-apigw-api-id:01234567ab']],
  ])('signs: %s', async (_, command) => {
    await using simulator = await startSimulator({ scenario: 'signed-requests' });
    const { accessKeyId, secretAccessKey } = simulator.credentials.user;
    const signing = ['--aws-sigv4', 'aws:amz:us-west-2:execute-api', '--user'];
    expect(await curl(simulator, [...command, ...signing, `${accessKeyId}:${secretAccessKey}`])).toBe(CAT);
    expect(await curl(simulator, [...command, ...signing, `${accessKeyId}:another`])).toContain('does not match');
  });

  test("the page's own typing error, a Host in another Region, is answered 403", async () => {
    await using simulator = await startSimulator();
    const host = 'Host: 01234567ab.execute-api.us-east-1.amazonaws.com';
    const written = await curl(simulator, [`https://${names.regional}/test/pets`, '-H', host, '-w', ' %{http_code}']);
    expect(written).toBe('{"message":"Forbidden"} 403');
  });

  test('reports the wrong certificate as such', async () => {
    await using simulator = await startSimulator({ scenario: 'wrong-certificate' });
    await expect(curl(simulator, [`https://${names.regional}/test/pets`])).rejects.toMatchObject({
      code: 60,
      stderr: expect.stringContaining('no alternative certificate subject name matches target host name'),
    });
  });

  test('gives up on a zone that is down', async () => {
    await using simulator = await startSimulator({ scenario: 'zone-down' });
    const command = [`https://${names.zoneA}/test/pets`, '--connect-timeout', '0.4'];
    await expect(curl(simulator, command)).rejects.toMatchObject({ code: 28 });
  });
});

async function curl(simulator: Simulator, command: readonly string[]): Promise<string> {
  const { 'us-west-2a': a = '', 'us-west-2b': b = '' } = simulator.addresses;
  const connectTo = Object.values(names).flatMap((name) => [
    '--connect-to',
    `${name}:443:${name === names.zoneA ? a : b}:${simulator.port}`,
  ]);
  const options = ['--silent', '--show-error', '--noproxy', '*', '--cacert', simulator.caFile];
  const { stdout } = await promisify(execFile)('curl', [...options, ...connectTo, ...command]);
  return stdout;
}
