// The parameters of template.yaml that say when alarms are red, whom they tell and when they are silent.

import type { CfnParameterProps } from 'aws-cdk-lib';
import { DEFAULT_CERTIFICATE_DAYS, DEFAULT_LATENCY_MS } from '../../src/alarms/settings.ts';
import { DATAPOINTS } from './rates.ts';

const OPTIONAL_ARN = {
  type: 'String',
  default: '',
  allowedPattern: '^$|^arn:[a-z-]+:sns:[a-z0-9-]+:\\d{12}:.+$',
  constraintDescription: 'the ARN of an SNS topic, or nothing',
};

/** In the order in which the console shows them. */
export const ALARM_PARAMETERS = {
  NotificationEmail: {
    type: 'String',
    default: '',
    allowedPattern: '^$|^[^@\\s]+@[^@\\s]+$',
    constraintDescription: 'a mail address',
    description: 'Address for pages and warnings; it gets a mail to confirm. Default: none.',
  },
  PageTopicArn: { ...OPTIONAL_ARN, description: 'Topic for pages. Default: a new one.' },
  WarnTopicArn: { ...OPTIONAL_ARN, description: 'Topic for warnings. Default: a new one.' },
  FailingRuns: {
    type: 'String',
    default: '2-of-3',
    allowedValues: Object.keys(DATAPOINTS),
    description: 'How many of the last so many runs must fail before an alarm is red.',
  },
  LatencyThresholdMs: {
    type: 'Number',
    default: String(DEFAULT_LATENCY_MS),
    minValue: 1,
    description: 'A way whose 90th percentile is above this is slow.',
  },
  CertificateDays: {
    type: 'Number',
    default: String(DEFAULT_CERTIFICATE_DAYS),
    minValue: 1,
    description: 'Warn when a certificate has fewer days left.',
  },
  RunbookUrl: {
    type: 'String',
    default: '',
    allowedPattern: '^$|^https://[^\\s"\'\\\\#]+$',
    constraintDescription: 'an address that begins with https://, without a fragment',
    maxLength: 400,
    description:
      "Copy of docs/diagnoses.md, to which alarms and explanations link, each with its name as fragment. Default: the canary's dashboard.",
  },
  Explain: {
    type: 'String',
    allowedValues: ['true', 'false'],
    default: 'true',
    description: 'Follow each alarm by a message that says why: probe at once, and publish what was found.',
  },
  MaintenanceSchedule: {
    type: 'String',
    default: '',
    allowedPattern: '^$|^(cron|at)\\(.+\\)$',
    constraintDescription: 'cron(minute hour day month weekday) or at(yyyy-MM-ddThh:mm)',
    description:
      'When alarms tell nobody: cron(minute hour day month weekday), such as cron(0 2 * * SUN). Default: never.',
  },
  MaintenanceDuration: {
    type: 'String',
    default: 'PT1H',
    allowedPattern: '^P(?=.)(\\d+D)?(T(?=.)(\\d+H)?(\\d+M)?)?$',
    constraintDescription: 'a duration such as PT2H',
    description: 'How long each maintenance lasts, in ISO 8601.',
  },
  MaintenanceTimezone: {
    type: 'String',
    default: 'UTC',
    allowedPattern: '^[A-Za-z0-9_+/-]{1,50}$',
    constraintDescription: 'a time zone such as Europe/Berlin',
    description: 'Time zone of the schedule.',
  },
} satisfies Readonly<Record<string, CfnParameterProps>>;
