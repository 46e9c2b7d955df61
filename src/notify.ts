// The notifier: a Lambda function outside the VPC that gets Lambda's record of each explanation, and sends it to people
// as one message. Must not swallow anything: what it cannot send is its own error, which Lambda retries and counts.

import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { Context } from 'aws-lambda';
import { severityOf } from './domain/alarm-change.ts';
import { type Explanation, readExplanation } from './domain/explanation.ts';
import { type LogLevel, lineWriter, logLine } from './log.ts';
import { renderMessage } from './report/message.ts';

const write = lineWriter(process.stdout);
const clients = new Map<string, SNSClient>();

const TOPICS = { page: 'PAGE_TOPIC_ARN', warn: 'WARN_TOPIC_ARN' } as const;

const LEVELS = {
  explained: 'INFO',
  unexplained: 'WARN',
  unreadable: 'ERROR',
} as const satisfies Record<Explanation['kind'], LogLevel>;

/** Takes an invocation record of the explaining function. Rejects with SNS's error when it does not take the message. */
export async function handler(record: unknown, context: Pick<Context, 'awsRequestId'>): Promise<void> {
  const explanation = readExplanation(record);
  const { subject, text } = renderMessage(explanation, {
    dashboard: process.env.DASHBOARD_URL ?? '',
    logs: process.env.LOGS_URL ?? '',
    runbook: process.env.RUNBOOK_URL ?? '',
  });
  const about = { requestId: context.awsRequestId, ...reasonOf(explanation) };
  try {
    const sent = await send(topicFor(explanation), subject, text);
    await write(logLine(LEVELS[explanation.kind], subject, { ...about, ...sent }));
  } catch (error) {
    // The text goes to the log, where it is of use even when nobody is told.
    await write(logLine('ERROR', `"${subject}" was not sent: ${error}`, { ...about, text }));
    throw error;
  }
}

async function send(topic: string, subject: string, text: string): Promise<Readonly<Record<string, unknown>>> {
  const { MessageId } = await clientFor(topic).send(
    new PublishCommand({
      TopicArn: topic,
      Subject: subject,
      Message: text,
      // Lets a subscription that reads only CloudWatch's own notifications filter these out.
      MessageAttributes: { kind: { DataType: 'String', StringValue: 'explanation' } },
    }),
  );
  return { topic, messageId: MessageId };
}

function topicFor(explanation: Explanation): string {
  const variable = TOPICS[explanation.kind === 'unreadable' ? 'warn' : severityOf(explanation.alarm)];
  const arn = process.env[variable];
  if (arn === undefined || arn === '') throw new Error(`${variable} must be the ARN of an SNS topic`);
  return arn;
}

function clientFor(topic: string): SNSClient {
  // arn:partition:sns:region:account:name
  const region = topic.split(':')[3] || process.env.AWS_REGION || '';
  const client = clients.get(region) ?? new SNSClient({ region });
  clients.set(region, client);
  return client;
}

function reasonOf(explanation: Explanation): Readonly<Record<string, unknown>> {
  switch (explanation.kind) {
    case 'explained':
      return { alarm: explanation.alarm.name, state: explanation.report.verdict.state };
    case 'unexplained':
      return { alarm: explanation.alarm.name, why: explanation.why, explaining: explanation.requestId };
    case 'unreadable':
      return { record: explanation.excerpt };
  }
}
