// Addresses of pages of the AWS console.

import { expect, it } from 'vitest';
import { dashboardLink, logsLink } from '../../infra/console-links.ts';
import { plainStack } from './plain-stack.ts';
import { resolved } from './resolved.ts';

const linkOf = (make: (stack: ReturnType<typeof plainStack>) => string) => {
  const stack = plainStack();
  const link = String(resolved(stack.resolve(make(stack)), { refs: { 'AWS::Region': 'us-west-2' } }));
  return link.replace(/ConsoleHosts\.AWS::Partition\.Host/, 'console.aws.amazon.com');
};

it('of a dashboard', () => {
  expect(linkOf((stack) => dashboardLink(stack, 'canary'))).toBe(
    'https://us-west-2.console.aws.amazon.com/cloudwatch/home?region=us-west-2#dashboards/dashboard/canary',
  );
});

it('of a query over a log group: the last hour, what was not healthy', () => {
  const [page = '', fragment = ''] = linkOf((stack) => logsLink(stack, '/aws/lambda/canary-Function')).split('#');
  expect(page).toBe('https://us-west-2.console.aws.amazon.com/cloudwatch/home?region=us-west-2');
  const [where = '', detail = ''] = fragment.split('$3FqueryDetail$3D');
  expect(where).toBe('logsV2:logs-insights');
  const once = detail.replaceAll('$25', '%').replaceAll(/%([0-9A-F]{2})/g, (_, hex) => character(hex));
  const text = once.replaceAll(/\*([0-9a-f]{2})/g, (_, hex) => character(hex));
  expect(text).toBe(
    [
      "~(end~0~start~-3600~timeType~'RELATIVE~unit~'seconds~editorString~'",
      'fields @timestamp, level, message\n| filter level in ["WARN", "ERROR"]\n| sort @timestamp desc\n| limit 20',
      "~source~(~'/aws/lambda/canary-Function))",
    ].join(''),
  );
});

it('in characters at which no mail program ends a link', () => {
  expect(linkOf((stack) => logsLink(stack, '/aws/lambda/canary-Function'))).toMatch(/^[A-Za-z0-9:/.?=#$*_-]+$/);
});

function character(hex: string): string {
  return String.fromCharCode(Number.parseInt(hex, 16));
}
