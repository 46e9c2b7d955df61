// Addresses of pages of the AWS console, which has a host of its own in each partition.

import { Aws, CfnMapping, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** Each is preceded by the Region. A template is deployed in any partition, so that it looks its host up. */
const CONSOLE_HOSTS = {
  aws: { Host: 'console.aws.amazon.com' },
  'aws-cn': { Host: 'console.amazonaws.cn' },
  'aws-us-gov': { Host: 'console.amazonaws-us-gov.com' },
  'aws-eusc': { Host: 'console.amazonaws-eusc.eu' },
};

/** Where the console shows a CloudWatch dashboard of this stack's Region. `name` may be a token. */
export function dashboardLink(scope: Construct, name: string): string {
  const stack = Stack.of(scope);
  const host = consoleHosts(stack).findInMap(Aws.PARTITION, 'Host');
  return `https://${stack.region}.${host}/cloudwatch/home?region=${stack.region}#dashboards/dashboard/${name}`;
}

/** One for each stack. */
function consoleHosts(stack: Stack): CfnMapping {
  const made = stack.node.tryFindChild('ConsoleHosts');
  return made instanceof CfnMapping ? made : new CfnMapping(stack, 'ConsoleHosts', { mapping: CONSOLE_HOSTS });
}
