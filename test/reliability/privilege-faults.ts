// Whose code or credentials fall into other hands, and everything that IAM then lets them do, as template.yaml gives it.

import type { Fault } from './fault.ts';

export interface PrivilegeFault extends Fault {
  /** Logical id of the role or policy in template.yaml. */
  readonly holder: 'FunctionRole' | 'ExplanationNotifierRole' | 'ScheduleRole' | 'VantagePolicy';
  /** Of the template, beside those that it needs. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Each action with what it may be done to, and the condition where there is one. */
  readonly allows: readonly string[];
}

const SECRET = 'arn:aws:secretsmanager:us-west-2:111122223333:secret:pets/api-key-a1B2c3';
const KEY = 'arn:aws:kms:us-west-2:111122223333:key/01234567-89ab-cdef-0123-456789abcdef';
const API = 'arn:aws:execute-api:us-west-2:111122223333:01234567ab/test';

const ENDPOINTS = 'ec2:DescribeVpcEndpoints on *';
const METRICS = 'cloudwatch:PutMetricData on * where cloudwatch:namespace is PrivateApiCanary';
const NOTIFIER = 'lambda:InvokeFunction on ExplanationNotifier.Arn';
const logOf = (group: string) => ['logs:CreateLogStream', 'logs:PutLogEvents'].map((each) => `${each} on ${group}.Arn`);
const REQUESTS = [
  ...['GET', 'HEAD'].map((method) => `execute-api:Invoke on ${API}/${method}/*`),
  `secretsmanager:GetSecretValue on ${SECRET}`,
  `kms:Decrypt on ${KEY} where kms:ViaService is secretsmanager.*.amazonaws.com`,
];
const WITH_REQUESTS = { SignRequests: 'true', SecretArn: SECRET, SecretHeader: 'x-api-key', SecretKeyArn: KEY };
const NAME = 'execute-api.us-west-2.vpce.amazonaws.com';

export const PRIVILEGE_FAULTS: readonly PrivilegeFault[] = [
  {
    fault: "somebody else's code runs in the function",
    does: 'IAM lets it describe endpoints, put metrics into the one namespace, write its log and invoke the notifier; not even network interfaces, which Lambda makes with the same role',
    holder: 'FunctionRole',
    parameters: {},
    allows: [ENDPOINTS, METRICS, NOTIFIER, ...logOf('FunctionLogGroup')],
  },
  {
    fault: "somebody else's code runs in a function that signs and reads a secret",
    does: 'IAM lets it call `GET` and `HEAD` of the one stage as well, and read the one secret, whose key works for Secrets Manager alone',
    holder: 'FunctionRole',
    parameters: { ...WITH_REQUESTS, Explain: 'false' },
    allows: [ENDPOINTS, METRICS, ...REQUESTS, ...logOf('FunctionLogGroup')],
  },
  {
    fault: "somebody else's code runs in a function that knows its endpoints and publishes to the log",
    does: 'IAM lets it write its log',
    holder: 'FunctionRole',
    parameters: { EndpointDnsNames: `vpce-01234567abcdef012-01234567.${NAME}`, Publisher: 'emf', Explain: 'false' },
    allows: logOf('FunctionLogGroup'),
  },
  {
    fault: "somebody else's code runs in a function that X-Ray traces",
    does: 'IAM lets it send traces as well',
    holder: 'FunctionRole',
    parameters: { Tracing: 'true', Explain: 'false' },
    allows: [
      ...[ENDPOINTS, METRICS, ...logOf('FunctionLogGroup')],
      ...['xray:PutTraceSegments on *', 'xray:PutTelemetryRecords on *'],
    ],
  },
  {
    fault: "somebody else's code runs in the notifier",
    does: 'IAM lets it publish to the two topics, with their key, and write its log',
    holder: 'ExplanationNotifierRole',
    parameters: {},
    allows: [
      ...['sns:Publish on NotificationsPageTopic', 'sns:Publish on NotificationsWarnTopic'],
      ...['kms:Decrypt on NotificationsKey.Arn', 'kms:GenerateDataKey* on NotificationsKey.Arn'],
      ...logOf('ExplanationNotifierLogGroup'),
    ],
  },
  {
    fault: 'somebody has the role of the schedules',
    does: 'IAM lets them invoke the one function',
    holder: 'ScheduleRole',
    parameters: {},
    allows: ['lambda:InvokeFunction on Function.Arn'],
  },
  {
    fault: 'somebody has the credentials of a host at another vantage',
    does: 'IAM lets them describe endpoints and put metrics into the one namespace; with signed requests and a secret, what the function may do for these',
    holder: 'VantagePolicy',
    parameters: { OnPremisesVantage: 'dc1', ...WITH_REQUESTS },
    allows: [ENDPOINTS, METRICS, ...REQUESTS],
  },
];
