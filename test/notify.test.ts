// The notifier as it is deployed: its bundle in a folder without node_modules, in a process of its own, with a real SNS
// client over real connections.

import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALARM, LINKS, SITUATIONS } from './report/message-examples.ts';
import { missing } from './support/external.ts';
import { type ExecutionEnvironment, executionEnvironment } from './support/lambda.ts';
import { type LambdaBundle, lambdaBundle, notifyBundle } from './support/lambda-bundle.ts';
import { startSns, startSubscriber } from './support/lambda-sns.ts';
import { startMoto } from './support/moto.ts';

const PAGE_TOPIC = 'arn:aws:sns:us-west-2:123456789012:page';
const WARN_TOPIC = 'arn:aws:sns:us-west-2:123456789012:warn';

let bundle: LambdaBundle;
beforeAll(async () => {
  bundle = await lambdaBundle(notifyBundle);
});
afterAll(() => bundle[Symbol.asyncDispose]());

function environment(url: string, more: Readonly<Record<string, string>> = {}): Promise<ExecutionEnvironment> {
  const topics = { PAGE_TOPIC_ARN: PAGE_TOPIC, WARN_TOPIC_ARN: WARN_TOPIC };
  const links = { DASHBOARD_URL: LINKS.dashboard, LOGS_URL: LINKS.logs, RUNBOOK_URL: LINKS.runbook };
  return executionEnvironment(bundle.url, { AWS_ENDPOINT_URL_SNS: url, ...topics, ...links, ...more }, bundle.folder);
}

describe('the notifier', () => {
  it.each([
    ['zone-down', WARN_TOPIC, '[warn] pets/test degraded from vpc: ', 'INFO'],
    ['unreachable', PAGE_TOPIC, '[page] pets/test unreachable from vpc: ', 'INFO'],
    ['over', PAGE_TOPIC, '[page] pets/test over: healthy', 'INFO'],
    ['timed-out', PAGE_TOPIC, '[page] pets/test not explained: ', 'WARN'],
    ['unreadable', WARN_TOPIC, '[warn] private-api-canary: ', 'ERROR'],
  ] as const)('sends %s to %s, and logs it', async (situation, topic, subject, level) => {
    await using sns = await startSns();
    await using notifier = await environment(sns.url);

    const { error } = await notifier.invoke(SITUATIONS[situation]);

    expect(error).toBe(undefined);
    expect(sns.calls.map((call) => [call.get('Action'), call.get('TopicArn')])).toEqual([['Publish', topic]]);
    const [call] = sns.calls;
    expect(call?.get('Subject')).toMatch(subject);
    expect(call?.get('Message')).toMatch(/^.+\nSince: .+\nFirst: .+\n\n/);
    expect(call?.get('Message')).toContain(`  dashboard    ${LINKS.dashboard}\n`);
    expect([
      call?.get('MessageAttributes.entry.1.Name'),
      call?.get('MessageAttributes.entry.1.Value.StringValue'),
    ]).toEqual(['kind', 'explanation']);
    await expect
      .poll(notifier.lines)
      .toEqual([expect.objectContaining({ level, message: call?.get('Subject'), topic, messageId: 'm-1' })]);
  });

  it('tells of an alarm of unknown severity where nobody is woken', async () => {
    await using sns = await startSns();
    await using notifier = await environment(sns.url);
    const { severity: _, ...alarm } = ALARM;

    await notifier.invoke({ ...SITUATIONS['timed-out'], requestPayload: { alarm } });

    expect(sns.calls.map((call) => call.get('TopicArn'))).toEqual([WARN_TOPIC]);
  });

  it('works without a runbook and other pages', async () => {
    await using sns = await startSns();
    await using notifier = await environment(sns.url, { DASHBOARD_URL: '', LOGS_URL: '', RUNBOOK_URL: '' });

    await notifier.invoke(SITUATIONS.unreachable);

    expect(sns.calls[0]?.get('Message')).toContain('(resource-policy-denies)');
    expect(sns.calls[0]?.get('Message')).not.toMatch(/https:|runbook|docs\//);
  });

  it('fails when SNS refuses, with the text in its log', async () => {
    await using sns = await startSns();
    sns.answerWith = 403;
    await using notifier = await environment(sns.url);

    const { error } = await notifier.invoke(SITUATIONS.unreachable);

    expect(error).toEqual({ name: 'AuthorizationErrorException', message: 'not authorized to perform SNS:Publish' });
    await expect.poll(notifier.lines).toMatchObject([
      {
        level: 'ERROR',
        message: expect.stringMatching(/^"\[page\] pets\/test unreachable .* was not sent: AuthorizationError/),
        text: expect.stringContaining('Run: aws apigateway get-rest-api'),
      },
    ]);
  });

  it('fails when it does not know the topic', async () => {
    await using notifier = await environment('http://127.0.0.1:9', { PAGE_TOPIC_ARN: '' });

    const { error } = await notifier.invoke(SITUATIONS.unreachable);

    expect(error?.message).toBe('PAGE_TOPIC_ARN must be the ARN of an SNS topic');
    await expect.poll(notifier.lines).toMatchObject([{ level: 'ERROR', text: expect.stringContaining('Since: ') }]);
  });
});

describe('with moto as SNS', () => {
  it('delivers to whom is subscribed', { timeout: 300_000 }, async (context) => {
    const reason = missing('moto_server');
    context.skip(reason !== undefined, reason);
    const endpoint = await startMoto(context);
    await using subscriber = await startSubscriber();
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const client = new SNSClient({ region: 'eu-west-1', endpoint, credentials });
    const { TopicArn = '' } = await client.send(new CreateTopicCommand({ Name: 'page' }));
    await client.send(new SubscribeCommand({ TopicArn, Protocol: 'http', Endpoint: subscriber.url }));
    client.destroy();
    // The Region of the topic, and not that of the function, is asked.
    await using notifier = await environment(endpoint, { PAGE_TOPIC_ARN: TopicArn, AWS_REGION: 'us-west-2' });

    for (const situation of ['unreachable', 'large', 'over'] as const) await notifier.invoke(SITUATIONS[situation]);

    expect(TopicArn).toContain(':eu-west-1:');
    await expect
      .poll(() => subscriber.bodies.map((body) => JSON.parse(body) as unknown))
      .toEqual([
        expect.objectContaining({ Subject: expect.stringMatching(/^\[page\] pets\/test unreachable /), TopicArn }),
        expect.objectContaining({ Subject: '[page] pets/test degraded from vpc: Cause 0' }),
        expect.objectContaining({ Message: expect.stringMatching(/^Over: pets\/test is healthy from vpc/) }),
      ]);
  });
});
