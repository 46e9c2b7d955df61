// Requests that are not signed for here, and services that are told to fail.

import { CloudWatchClient, ListMetricsCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeVpcEndpointsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { authorization, clientOf, DESCRIBE, FORM, JSON_RPC, post, startScene } from './aws-world.ts';

describe('a request that is not signed for here', () => {
  test.each([
    ['by anyone', ''],
    ['with another scheme', 'Bearer abc'],
    ['for another region', authorization('ec2', 'us-east-1')],
    ['for another service', authorization('s3')],
  ])('%s is refused by EC2', async (_how, header) => {
    await using scene = await startScene();
    const answer = await post(scene.aws.url, { ...FORM, authorization: header }, DESCRIBE);
    expect(answer.status).toBe(401);
    expect(answer.body).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8"\?>\n<Response><Errors><Error><Code>AuthFailure<\/Code><Message>.+<\/Message><\/Error><\/Errors><RequestID>[0-9a-f-]{36}<\/RequestID><\/Response>$/,
    );
  });

  test('and has no header at all is refused by both', async () => {
    await using scene = await startScene();
    const { authorization: _ec2, ...form } = FORM;
    const { authorization: _cloudWatch, ...rpc } = JSON_RPC;
    expect(await post(scene.aws.url, form, DESCRIBE)).toMatchObject({ status: 401 });
    expect(await post(scene.aws.url, rpc, '{}')).toMatchObject({
      status: 403,
      body: '{"__type":"com.amazon.coral.service#MissingAuthenticationTokenException","message":"Missing Authentication Token"}',
    });
  });

  test.each([
    ['Bearer abc', 400, 'IncompleteSignature'],
    [authorization('monitoring', 'us-east-1'), 403, 'SignatureDoesNotMatch'],
    [authorization('s3'), 403, 'SignatureDoesNotMatch'],
  ])('%s is refused by CloudWatch', async (header, status, code) => {
    await using scene = await startScene();
    const headers = { ...JSON_RPC, 'x-amzn-query-mode': 'true', authorization: header };
    const answer = await post(scene.aws.url, headers, '{}');
    expect([answer.status, answer.headers.get('x-amzn-query-error')]).toEqual([status, `${code};Sender`]);
  });

  test('is refused with the names that the SDK clients know', async () => {
    await using scene = await startScene();
    const elsewhere = { ...clientOf(scene.aws.url), region: 'eu-west-1' };
    const ec2 = new EC2Client(elsewhere).send(new DescribeVpcEndpointsCommand({}));
    await expect(ec2).rejects.toMatchObject({ name: 'AuthFailure', $metadata: { httpStatusCode: 401 } });
    const cloudWatch = new CloudWatchClient(elsewhere).send(new ListMetricsCommand({}));
    await expect(cloudWatch).rejects.toMatchObject({
      name: 'SignatureDoesNotMatch',
      $metadata: { httpStatusCode: 403 },
    });
  });
});

describe('a fault', () => {
  const datum = { Namespace: 'Test', MetricData: [{ MetricName: 'M', Value: 1 }] };

  test.each([
    ['denied', 403, 'UnauthorizedOperation', 'AccessDenied', 403],
    ['throttled', 503, 'RequestLimitExceeded', 'ThrottlingException', 400],
  ] as const)('%s has the services’ own names', async (fault, ec2Status, ec2Name, cloudWatchName, cloudWatchStatus) => {
    await using scene = await startScene();
    scene.faults.ec2 = fault;
    scene.faults.cloudwatch = fault;
    await expect(scene.ec2.send(new DescribeVpcEndpointsCommand({}))).rejects.toMatchObject({
      name: ec2Name,
      $metadata: { httpStatusCode: ec2Status },
    });
    await expect(scene.cloudWatch.send(new PutMetricDataCommand(datum))).rejects.toMatchObject({
      name: cloudWatchName,
      $metadata: { httpStatusCode: cloudWatchStatus },
      Error: { Code: cloudWatchName, Type: 'Sender' },
    });
    scene.faults.cloudwatch = 'ok';
    expect((await scene.cloudWatch.send(new ListMetricsCommand({}))).Metrics).toEqual([]);
    expect(scene.aws.calls).toEqual([
      { service: 'ec2', action: 'DescribeVpcEndpoints' },
      { service: 'cloudwatch', action: 'PutMetricData' },
      { service: 'cloudwatch', action: 'ListMetrics' },
    ]);
  });

  test('unavailable resets the connection of that service alone', async () => {
    await using scene = await startScene();
    scene.faults.ec2 = 'unavailable';
    await expect(scene.ec2.send(new DescribeVpcEndpointsCommand({}))).rejects.toMatchObject({ code: 'ECONNRESET' });
    await scene.cloudWatch.send(new PutMetricDataCommand(datum));
    scene.faults.cloudwatch = 'unavailable';
    await expect(scene.cloudWatch.send(new PutMetricDataCommand(datum))).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  test('is tried again by a client that may', async () => {
    await using scene = await startScene();
    scene.faults.ec2 = 'throttled';
    const patient = new EC2Client({ ...clientOf(scene.aws.url), maxAttempts: 2 });
    await expect(patient.send(new DescribeVpcEndpointsCommand({}))).rejects.toMatchObject({
      name: 'RequestLimitExceeded',
    });
    expect(scene.aws.calls).toHaveLength(2);
  });
});
