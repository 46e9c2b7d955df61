// Addresses of pages of the AWS console, which has a host of its own in each partition.

import { Aws, CfnMapping, Fn, Stack } from 'aws-cdk-lib';
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
  return `${cloudWatch(scope)}#dashboards/dashboard/${name}`;
}

// Runs that were not healthy, and errors; the last of an hour. Lines of Lambda's own are text without a level.
const QUERY = [
  'fields @timestamp, level, message',
  'filter level in ["WARN", "ERROR"]',
  'sort @timestamp desc',
  'limit 20',
];

/** Where the console shows a query of CloudWatch Logs Insights over a log group of this stack's Region. The name may be a
 * token; besides slashes it holds only letters, digits and `_.-`. No character ends a link where a mail finds one.
 *
 * The console's own spelling, which AWS does not document: texts have `*` for `%`, the rest is escaped twice with `$` for
 * `%`. Here it is the list of tuples `~(end~0~start~-3600~…~source~(~'GROUP))`. */
export function logsLink(scope: Construct, logGroupName: string): string {
  const group = Fn.join('*2f', Fn.split('/', logGroupName));
  const detail = [
    ...[...['end', '0'], ...['start', '-3600'], ...['timeType', "'RELATIVE"], ...['unit', "'seconds"]],
    ...['editorString', `'${starred(QUERY.join('\n| '))}`, 'source', ''],
  ].join('~');
  return `${cloudWatch(scope)}#logsV2:logs-insights$3FqueryDetail$3D${twiceEscaped(`~(${detail}(~'`)}${group}${twiceEscaped('))')}`;
}

function starred(text: string): string {
  const hex = (character: string) => `*${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
  return text.replaceAll(/[^\w.-]/g, hex);
}

function twiceEscaped(text: string): string {
  const codes: Readonly<Record<string, string>> = { '~': '$257E', '(': '$2528', ')': '$2529', "'": '$2527' };
  return text.replaceAll(/[~()']/g, (character) => codes[character] ?? character);
}

function cloudWatch(scope: Construct): string {
  const stack = Stack.of(scope);
  const host = consoleHosts(stack).findInMap(Aws.PARTITION, 'Host');
  return `https://${stack.region}.${host}/cloudwatch/home?region=${stack.region}`;
}

/** One for each stack. */
function consoleHosts(stack: Stack): CfnMapping {
  const made = stack.node.tryFindChild('ConsoleHosts');
  return made instanceof CfnMapping ? made : new CfnMapping(stack, 'ConsoleHosts', { mapping: CONSOLE_HOSTS });
}
