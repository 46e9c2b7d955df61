// How often clients that hang are made anew: each may leave a process behind.

import { expect, test } from 'vitest';
import { renewedClients } from '../../src/cli/renewed-clients.ts';
import { targetOf } from '../report/report-builder.ts';

// No test lasts as long as the first pause.
const PATIENT = targetOf({ timeouts: { awsMs: 900_000 } });
const ENV = { AWS_REGION: 'us-west-2', AWS_ACCESS_KEY_ID: 'AKIATEST', AWS_SECRET_ACCESS_KEY: 'secret' };

test('a client of EC2 is made anew at once, again when it has answered meanwhile, and else after a pause', async () => {
  using clients = renewedClients([PATIENT], ENV);
  const first = await clients.of(PATIENT).ec2();
  clients.renew(PATIENT);
  const second = await clients.of(PATIENT).ec2();
  clients.renew(PATIENT);
  const still = await clients.of(PATIENT).ec2();
  clients.answered(PATIENT);
  clients.renew(PATIENT);
  const third = await clients.of(PATIENT).ec2();
  expect(second).not.toBe(first);
  expect(still).toBe(second);
  expect(third).not.toBe(second);
});

test('so are those that publish, and another Region has pauses of its own', () => {
  using clients = renewedClients([PATIENT], ENV);
  const [here, there] = ['us-west-2', 'eu-central-1'];
  const first = clients.publishingIn(here);
  const elsewhere = clients.publishingIn(there);
  clients.giveUp(here);
  const second = clients.publishingIn(here);
  clients.giveUp(here);
  expect(second).not.toBe(first);
  expect(clients.publishingIn(here)).toBe(second);
  expect(clients.publishingIn(there)).toBe(elsewhere);
  clients.giveUp(there);
  expect(clients.publishingIn(there)).not.toBe(elsewhere);
});
