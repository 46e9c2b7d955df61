// What both simulated services share on the wire: malformed requests, bounded bodies, and their end.

import { request } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { DescribeVpcEndpointsCommand } from '@aws-sdk/client-ec2';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { startAws } from '../../src/simulator/aws/server.ts';
import { DESCRIBE, FORM, JSON_RPC, post, startScene } from './aws-world.ts';

describe('a malformed request', () => {
  test.each([
    ['no parameters', '', 'MissingAction'],
    ['no version', 'Action=DescribeVpcEndpoints', 'MissingParameter'],
    ['an unknown version', 'Action=DescribeVpcEndpoints&Version=1999-01-01', 'NoSuchVersion'],
    ['an unknown parameter', `${DESCRIBE}&Colour=red`, 'UnknownParameter'],
    ['a page size in words', `${DESCRIBE}&MaxResults=many`, 'InvalidParameterValue'],
    ['an unknown action', 'Action=%3Cb%3E&Version=2016-11-15', 'InvalidAction'],
  ])('with %s is answered by EC2', async (_what, body, code) => {
    await using scene = await startScene();
    const answer = await post(scene.aws.url, FORM, body);
    expect(answer.status).toBe(400);
    expect(answer.body).toContain(`<Code>${code}</Code>`);
    expect(answer.body).not.toContain('<b>');
  });

  test.each([
    ['of no JSON', '{', 'SerializationException'],
    ['of a list', '[]', 'SerializationException'],
    ['with a number for a name', '{"Namespace":1}', 'SerializationException'],
    ['with a null in a list', '{"Dimensions":[null]}', 'SerializationException'],
  ])('%s is answered by CloudWatch', async (_what, body, code) => {
    await using scene = await startScene();
    const answer = await post(scene.aws.url, JSON_RPC, body);
    expect([answer.status, JSON.parse(answer.body).__type]).toEqual([400, code]);
    expect(answer.headers.get('x-amzn-query-error')).toBeNull();
  });

  test.each([
    'GraniteServiceVersion20100801.DeleteAlarms',
    'GraniteServiceVersion20100801.constructor',
    'Other.PutMetricData',
  ])('for %s is answered by CloudWatch', async (target) => {
    await using scene = await startScene();
    const answer = await post(
      scene.aws.url,
      { ...JSON_RPC, 'x-amz-target': target, 'x-amzn-query-mode': 'true' },
      '{}',
    );
    expect([answer.status, answer.headers.get('x-amzn-query-error')]).toEqual([400, 'InvalidAction;Sender']);
  });

  test.each([
    ['in a broken encoding', 'gzip', Buffer.from('no gzip'), 400],
    ['in an unknown encoding', 'br', Buffer.from('{}'), 415],
    ['that grows too large', 'gzip', gzipSync(Buffer.alloc(5_000_000, ' ')), 413],
    ['that is too large', 'identity', Buffer.alloc(5_000_000, ' '), 413],
    ['of the greatest size', 'identity', padded(1_000_000), 200],
    ['of a byte more', 'identity', padded(1_000_001), 413],
    ['that grows to the greatest size', 'gzip', gzipSync(padded(1_000_000)), 200],
    ['that grows by a byte more', 'gzip', gzipSync(padded(1_000_001)), 413],
    ['in gzip', 'gzip', gzipSync('{}'), 200],
    ['with nulls', 'identity', Buffer.from('{"Namespace":null}'), 200],
  ])('%s', async (_what, encoding, body, status) => {
    await using scene = await startScene();
    const answer = await post(scene.aws.url, { ...JSON_RPC, 'content-encoding': encoding }, new Uint8Array(body));
    expect(answer.status).toBe(status);
  });

  test('of any shape is answered, and never as a fault of the server', async () => {
    await using scene = await startScene();
    const names = fc.constantFrom('Filter.1.Name', 'Filter.1.Value.1', 'VpcEndpointId.1', 'MaxResults', 'NextToken');
    const form = fc.array(fc.tuple(names, fc.string({ unit: 'binary' })));
    const ask = async (headers: Record<string, string>, body: string) => {
      expect((await post(scene.aws.url, headers, body)).status).toBeLessThan(500);
    };
    await fc.assert(
      fc.asyncProperty(form, async (pairs) => ask(FORM, `${DESCRIBE}&${new URLSearchParams(pairs)}`)),
      { numRuns: 50 },
    );
    const actions = fc.constantFrom('PutMetricData', 'ListMetrics', 'GetMetricStatistics', 'GetMetricData');
    const keys = fc.constantFrom('Namespace', 'MetricData', 'Dimensions', 'MetricDataQueries', 'StartTime', 'Period');
    const input = fc.dictionary(keys, fc.jsonValue());
    await fc.assert(
      fc.asyncProperty(actions, input, async (action, members) =>
        ask({ ...JSON_RPC, 'x-amz-target': `GraniteServiceVersion20100801.${action}` }, JSON.stringify(members)),
      ),
      { numRuns: 100 },
    );
  });

  test('that breaks off harms nobody else', async () => {
    await using scene = await startScene();
    const socket = connect(Number(new URL(scene.aws.url).port), '127.0.0.1');
    socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf');
    socket.end();
    await new Promise((resolve) => socket.once('close', resolve).resume());
    expect((await scene.ec2.send(new DescribeVpcEndpointsCommand({}))).VpcEndpoints).toHaveLength(1);
    expect(scene.aws.calls).toHaveLength(1);
  });
});

/** An empty JSON object of this many bytes. */
function padded(bytes: number): Buffer {
  return Buffer.from('{}'.padEnd(bytes));
}

test('an answer carries the namespace and one request id', async () => {
  await using scene = await startScene([]);
  const answer = await post(scene.aws.url, FORM, DESCRIBE);
  const requestId = answer.headers.get('x-amzn-requestid');
  expect(answer.body).toBe(
    `<?xml version="1.0" encoding="UTF-8"?>\n<DescribeVpcEndpointsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>${requestId}</requestId><vpcEndpointSet/></DescribeVpcEndpointsResponse>`,
  );
});

test('a world that fails is an internal failure of the service', async () => {
  await using aws = await startAws({
    region: 'us-west-2',
    accountId: '111122223333',
    endpoints: () => {
      throw new Error('no world');
    },
    faults: () => ({ ec2: 'ok', cloudwatch: 'ok' }),
  });
  const answer = await post(aws.url, FORM, DESCRIBE);
  expect(answer.status).toBe(500);
  expect(answer.body).toContain('<Code>InternalFailure</Code><Message>no world</Message>');
});

test('disposal closes connections that are waiting', async () => {
  const scene = await startScene();
  const pending = request(scene.aws.url, { method: 'POST', headers: { 'content-length': 10 } });
  const closed = new Promise((resolve) => pending.once('error', resolve));
  await new Promise((resolve) => pending.once('socket', (socket) => socket.once('connect', resolve)).flushHeaders());
  await scene[Symbol.asyncDispose]();
  expect(await closed).toMatchObject({ code: 'ECONNRESET' });
});
