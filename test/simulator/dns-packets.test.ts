import { encode, type OptAnswer, type Packet } from 'dns-packet';
import { expect, test } from 'vitest';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { names } from './clients.ts';
import { askOverTcp, dataOf, overUdp, resolverAt } from './dns-clients.ts';

const apex = 'execute-api.us-west-2.amazonaws.com';
const OPT: OptAnswer = {
  type: 'OPT',
  name: '.',
  udpPayloadSize: 4_096,
  extendedRcode: 0,
  ednsVersion: 0,
  flags: 0,
  flag_do: false,
  options: [],
};

test('a positive answer keeps the case of the question and carries AA, RA and the RD of the query', async () => {
  await using simulator = await startSimulator();
  const name = '01234567AB.Execute-API.us-west-2.AmazonAWS.com';
  const query: Packet = { id: 4_711, flags: 1 << 8, questions: [{ type: 'A', name }] };
  const answer = await overUdp(simulator.dns.vpc, encode(query));
  expect(answer).toMatchObject({
    id: 4_711,
    rcode: 'NOERROR',
    flag_qr: true,
    flag_aa: true,
    flag_ra: true,
    flag_rd: true,
    flag_tc: false,
  });
  expect(answer.questions?.map((question) => question.name)).toEqual([name]);
  expect(answer.answers?.map((record) => [record.type, record.name])).toEqual([
    ['CNAME', name],
    ['A', apex],
    ['A', apex],
  ]);
  expect(answer.authorities).toEqual([]);
});

test('NXDOMAIN and NODATA carry the SOA of the enclosing zone', async () => {
  await using simulator = await startSimulator({ scenario: 'private-dns-off' });
  const missing = await overUdp(simulator.dns.vpc, encode({ questions: [{ type: 'A', name: names.api }] }));
  expect(missing).toMatchObject({ rcode: 'NXDOMAIN', flag_aa: true, flag_rd: false, answers: [] });
  expect(missing.authorities).toMatchObject([{ type: 'SOA', name: apex, ttl: 60 }]);
  const ipv6 = await overUdp(simulator.dns.vpc, encode({ questions: [{ type: 'AAAA', name: names.regional }] }));
  expect(ipv6).toMatchObject({ rcode: 'NOERROR', flag_aa: true, answers: [] });
  expect(ipv6.authorities).toMatchObject([{ type: 'SOA', name: 'execute-api.us-west-2.vpce.amazonaws.com' }]);
  const elsewhere = await overUdp(simulator.dns.vpc, encode({ questions: [{ type: 'A', name: 'example.com' }] }));
  expect(elsewhere).toMatchObject({ rcode: 'NXDOMAIN', authorities: [{ type: 'SOA', name: '.' }] });
});

test('AAAA of a private name is its CNAME and nothing more', async () => {
  await using simulator = await startSimulator();
  const answer = await overUdp(simulator.dns.vpc, encode({ questions: [{ type: 'AAAA', name: names.api }] }));
  expect(answer).toMatchObject({
    rcode: 'NOERROR',
    answers: [{ type: 'CNAME', data: apex }],
    authorities: [{ type: 'SOA' }],
  });
});

test('malformed packets get FORMERR with their id; responses and fragments get silence', async () => {
  await using simulator = await startSimulator();
  const good = encode({ id: 9, questions: [{ type: 'A', name: names.regional }] });
  const cutShort = good.subarray(0, good.length - 3);
  expect(await overUdp(simulator.dns.vpc, cutShort)).toMatchObject({ id: 9, rcode: 'FORMERR' });
  expect(await overUdp(simulator.dns.vpc, encode({ id: 10 }))).toMatchObject({ id: 10, rcode: 'FORMERR' });
  const response = encode({ id: 11, type: 'response', questions: [{ type: 'A', name: names.regional }] });
  // The next answer on the same socket is the one to the good query: the two before it went unanswered.
  expect(await overUdp(simulator.dns.vpc, good.subarray(0, 5), response, good)).toMatchObject({
    id: 9,
    rcode: 'NOERROR',
  });
});

test('an opcode other than QUERY is not implemented', async () => {
  await using simulator = await startSimulator();
  const status = encode({ id: 12, flags: 2 << 11, questions: [{ type: 'A', name: names.regional }] });
  expect(await overUdp(simulator.dns.vpc, status)).toMatchObject({ id: 12, rcode: 'NOTIMP' });
});

test('what does not fit is truncated over UDP and whole over TCP', async () => {
  const zones = [...'abcdefghij'].map((letter) => `us-west-2${letter}`);
  await using simulator = await startSimulator({ zones });
  const questions = [{ type: 'A', name: names.regional }] as const;
  const plain = await overUdp(simulator.dns.vpc, encode({ questions: [...questions] }));
  expect(plain).toMatchObject({ rcode: 'NOERROR', flag_tc: true, answers: [], additionals: [] });
  const edns = await overUdp(simulator.dns.vpc, encode({ questions: [...questions], additionals: [OPT] }));
  expect(edns).toMatchObject({ flag_tc: false, additionals: [{ type: 'OPT', udpPayloadSize: 1_232 }] });
  expect(dataOf(edns).toSorted()).toEqual(Object.values(simulator.addresses).toSorted());
  const narrow = encode({ questions: [...questions], additionals: [{ ...OPT, udpPayloadSize: 600 }] });
  expect(await overUdp(simulator.dns.vpc, narrow)).toMatchObject({ flag_tc: true, answers: [] });
  const overTcp = await askOverTcp(simulator.dns.vpc, { id: 1, questions: [...questions] });
  expect(overTcp.answers).toHaveLength(10);
  expect(await resolverAt(simulator.dns.vpc).resolve4(names.regional)).toHaveLength(10);
});
