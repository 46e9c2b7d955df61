// One address for two services and three protocols: who answers, and how a protocol that is not simulated is refused.

import { describe, expect, test } from 'vitest';
import { authorization, DESCRIBE, FORM, JSON_RPC, post, startScene } from './aws-world.ts';

const QUERY = { ...FORM, authorization: authorization('monitoring') };
const LIST = 'Action=ListMetrics&Version=2010-08-01';
const CBOR = {
  'content-type': 'application/cbor',
  'smithy-protocol': 'rpc-v2-cbor',
  authorization: authorization('monitoring'),
};
const CBOR_PATH = '/service/GraniteServiceVersion20100801/operation/PutMetricData';
const EMPTY_MAP = Uint8Array.of(0xa0);

function queryError(code: string, message: string, requestId: string | null): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n<ErrorResponse xmlns="http://monitoring.amazonaws.com/doc/2010-08-01/">' +
    `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>` +
    `<RequestId>${requestId}</RequestId></ErrorResponse>`
  );
}

describe('CloudWatch refuses', () => {
  test('the Query protocol, in its own words', async () => {
    await using scene = await startScene();
    const { status, headers, body } = await post(scene.aws.url, QUERY, LIST);
    expect([status, headers.get('content-type')]).toEqual([400, 'text/xml']);
    const message = 'The simulated CloudWatch speaks JSON and not the Query protocol.';
    expect(body).toBe(queryError('UnsupportedProtocol', message, headers.get('x-amzn-requestid')));
    expect(scene.aws.calls).toEqual([{ service: 'cloudwatch', action: 'ListMetrics' }]);
  });

  test('CBOR, in its own words', async () => {
    await using scene = await startScene();
    const headers = { ...CBOR, 'x-amzn-query-mode': 'true' };
    const answer = await post(`${scene.aws.url}${CBOR_PATH}?x=1`, headers, EMPTY_MAP);
    expect(answer.status).toBe(400);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/cbor',
      'smithy-protocol': 'rpc-v2-cbor',
      'x-amzn-query-error': 'UnsupportedProtocol;Sender',
    });
    // A map of two; texts of 6, 19, 7 and 63 bytes.
    const [map, six, nineteen, seven, long] = ['\xa2', '\x66', '\x73', '\x67', '\x7a\0\0\0\x3f'];
    const message = 'The simulated CloudWatch speaks JSON and not the CBOR protocol.';
    expect(answer.bytes.toString('latin1')).toBe(
      `${map}${six}__type${nineteen}UnsupportedProtocol${seven}message${long}${message}`,
    );
    expect(scene.aws.calls).toEqual([{ service: 'cloudwatch', action: 'PutMetricData' }]);
  });

  test('a caller without permission before it looks at the protocol', async () => {
    await using scene = await startScene();
    scene.faults.cloudwatch = 'denied';
    const { status, headers, body } = await post(scene.aws.url, QUERY, LIST);
    expect(status).toBe(403);
    const message =
      'User: arn:aws:iam::111122223333:user/simulated is not authorized to perform: cloudwatch:ListMetrics';
    expect(body).toBe(queryError('AccessDenied', message, headers.get('x-amzn-requestid')));
  });

  test('calls in CBOR that nobody signed', async () => {
    await using scene = await startScene();
    const { authorization: _nobody, ...unsigned } = CBOR;
    const answer = await post(`${scene.aws.url}${CBOR_PATH}`, unsigned, EMPTY_MAP);
    expect([answer.status, answer.headers.get('smithy-protocol')]).toEqual([403, 'rpc-v2-cbor']);
    expect(answer.body).toContain('MissingAuthenticationTokenException');
  });
});

describe('the credential scope tells the services apart', () => {
  test.each([
    ['EC2 in spite of a target', { ...JSON_RPC, authorization: authorization('ec2') }, DESCRIBE, 'ec2', 200],
    ['CloudWatch in spite of a form', QUERY, DESCRIBE, 'cloudwatch', 400],
    ['neither: the target decides', { ...JSON_RPC, authorization: authorization('s3') }, '{}', 'cloudwatch', 403],
    ['a name that every object has', { ...FORM, authorization: authorization('constructor') }, DESCRIBE, 'ec2', 401],
    ['neither: the form decides', { ...FORM, authorization: authorization('s3') }, DESCRIBE, 'ec2', 401],
  ])('%s', async (_what, headers, body, service, status) => {
    await using scene = await startScene();
    expect((await post(scene.aws.url, headers, body)).status).toBe(status);
    expect(scene.aws.calls.map((call) => call.service)).toEqual([service]);
  });
});
