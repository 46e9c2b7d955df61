// The parameters of template.yaml that say what requests carry to prove who asks, and from where else the API is probed.

import type { CfnParameterProps } from 'aws-cdk-lib';
import { RESERVED_HEADERS } from '../../src/domain/request-schema.ts';

export const SWITCH = { type: 'String', allowedValues: ['true', 'false'] };

/** In the order in which the console shows them. */
export const REQUEST_PARAMETERS = {
  SignRequests: {
    ...SWITCH,
    default: 'false',
    description: "Sign requests with the function's own role (SigV4), for methods with IAM authorization.",
  },
  SecretArn: {
    type: 'String',
    default: '',
    allowedPattern: '^$|^arn:[a-z-]+:secretsmanager:[a-z0-9-]+:\\d{12}:secret:[A-Za-z0-9/_+=.@!-]+$',
    constraintDescription: 'the ARN of a secret, or nothing',
    description: 'Secret of Secrets Manager whose value requests carry in a header, such as an API key. Default: none.',
  },
  SecretHeader: {
    type: 'String',
    default: 'x-api-key',
    allowedPattern: `^(?!(?:${RESERVED_HEADERS})$)[a-z0-9-]{1,100}$`,
    constraintDescription: 'the name of a header in lower case, none that the canary or HTTP itself sets',
    description: 'Header that carries the value of SecretArn.',
  },
  SecretJsonKey: {
    type: 'String',
    default: '',
    allowedPattern: '^[A-Za-z0-9_.-]{0,256}$',
    constraintDescription: 'at most 256 letters, digits, "_", "." and "-"',
    description: 'Key of the value in a secret that is JSON. Default: the whole secret.',
  },
  SecretKeyArn: {
    type: 'String',
    default: '',
    allowedPattern: '^$|^arn:[a-z-]+:kms:[a-z0-9-]+:\\d{12}:key/[A-Za-z0-9-]+$',
    constraintDescription: 'the ARN of a key of KMS, or nothing',
    description: 'Key of your own that encrypts the secret. Default: the AWS managed key.',
  },
  TrustedNetworks: {
    type: 'CommaDelimitedList',
    default: '',
    allowedPattern: '^$|^[0-9A-Fa-f.:]{2,45}/\\d{1,3}$',
    constraintDescription: 'CIDR blocks such as 203.0.113.0/24, between commas, or nothing',
    description:
      'Where signed requests and the secret may be sent, such as the public CIDR block of a VPC. Default: private addresses and global ones of IPv6.',
  },
} satisfies Readonly<Record<string, CfnParameterProps>>;

const VANTAGE = {
  type: 'String',
  default: '',
  allowedPattern: '^[A-Za-z0-9._ -]{0,100}$',
  constraintDescription: 'at most 100 letters, digits, spaces, ".", "_" and "-"',
};

export const VANTAGE_PARAMETERS = {
  OnPremisesVantage: {
    ...VANTAGE,
    description:
      'Name under which a host on-premises publishes what it sees of the same API, at least as often as RateInMinutes. Makes alarms that compare the two. Default: none.',
  },
  SecondOnPremisesVantage: { ...VANTAGE, description: 'Another such place. Default: none.' },
  OnPremisesPrivateNames: {
    ...SWITCH,
    default: 'false',
    description:
      "Private names are forwarded there to the VPC's resolver, so that private-dns and custom-domain are probed.",
  },
} satisfies Readonly<Record<string, CfnParameterProps>>;
