// What the services that the canary itself uses may answer. Data only.
import { type Scenario, withSecret } from './scenario.ts';

export const awsServices = {
  'ec2-denied': {
    description: 'EC2 refuses to describe the endpoint: missing permission.',
    faults: { ec2: 'denied' },
  },
  'ec2-unavailable': {
    description: 'EC2 resets every connection.',
    faults: { ec2: 'unavailable' },
  },
  'ec2-throttled': {
    description: 'EC2 throttles every request.',
    faults: { ec2: 'throttled' },
  },
  'cloudwatch-denied': {
    description: 'CloudWatch refuses the metrics: missing permission.',
    faults: { cloudwatch: 'denied' },
  },
  'cloudwatch-throttled': {
    description: 'CloudWatch throttles every request.',
    faults: { cloudwatch: 'throttled' },
  },
  'cloudwatch-unavailable': {
    description: 'CloudWatch resets every connection.',
    faults: { cloudwatch: 'unavailable' },
  },
  'secret-denied': {
    description: 'Every method wants an API key, and Secrets Manager refuses to give it: missing permission.',
    faults: { authorization: 'api-key', secretsManager: 'denied' },
    configuration: withSecret,
  },
  'secret-unavailable': {
    description: 'Every method wants an API key, and Secrets Manager, which has it, resets every connection.',
    faults: { authorization: 'api-key', secretsManager: 'unavailable' },
    configuration: withSecret,
  },
} as const satisfies Readonly<Record<string, Scenario>>;
