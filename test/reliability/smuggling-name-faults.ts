// What somebody may write where a configuration names a host, or makes one of parts, to send a request somewhere else. Data
// only; smuggling.test.ts sends what is accepted to a server that keeps every byte.

import { around, EVERYTHING, each, type SmugglingFault } from './smuggling-attempts.ts';

const API = { id: '01234567ab', stage: 'test', region: 'us-west-2' };
const ENDPOINT = 'vpce-01234567abcdef012';
const REGIONAL = `${ENDPOINT}-01234567.execute-api.us-west-2.vpce.amazonaws.com`;

export const SMUGGLING_NAME_FAULTS: readonly SmugglingFault[] = [
  {
    fault: 'line breaks, separators, look-alikes, paths or other hosts in `api.id`',
    does: 'refused as a configuration; nothing is sent',
    attempts: each(around(API.id, [...EVERYTHING, '.evil.example', '-', 'A']), (id) => ({ api: { ...API, id } })),
    refusedAt: 'api.id',
  },
  {
    fault: 'the same in `api.stage`',
    does: 'refused as a configuration; nothing is sent',
    attempts: each(around(API.stage, [...EVERYTHING, '.']), (stage) => ({ api: { ...API, stage } })),
    refusedAt: 'api.stage',
  },
  {
    fault: 'the same in `api.region`',
    does: 'refused as a configuration; nothing is sent',
    attempts: each(around(API.region, [...EVERYTHING, '.evil.example']), (region) => ({ api: { ...API, region } })),
    refusedAt: 'api.region',
  },
  {
    fault: 'the same in the name of a custom domain, and IP addresses in its place',
    does: 'refused as a configuration; nothing is sent',
    attempts: each(
      [
        ...around('pets.internal.example.com', EVERYTHING),
        ...['169.254.169.254', '127.0.0.1', '2852039166', '0xa9.254.169.254', '10.1', '[::1]', '::1', 'localhost'],
      ],
      (name) => ({ customDomain: { name } }),
    ),
    refusedAt: 'customDomain.name',
  },
  {
    fault: 'another name as that of the custom domain',
    does: 'sent there: the domain is for whoever configures it to choose',
    attempts: each(['evil.internal.example.com'], (name) => ({ customDomain: { name } })),
  },
  {
    fault: "a name in `endpoints.dnsNames` that only looks like an endpoint's, in a domain that is not AWS's",
    does: 'refused as a configuration; nothing is sent',
    attempts: each(
      [
        ...around(REGIONAL, [...EVERYTHING, '.evil.example']),
        ...[
          'evil.example',
          'evil-amazonaws.com',
          'amazonaws.com.evil.example',
          'amazonaws.co',
          'amazonaws-com',
          'com',
          'api.aws',
        ].map((domain) => REGIONAL.replace('amazonaws.com', domain)),
        ...[API.id, '10.0.0.1', 'localhost', 'evil.example', `${API.id}.execute-api.us-west-2.amazonaws.com`],
        REGIONAL.replace('-01234567.', `-01234567-us-west-2-${'a'.repeat(64)}-1a.`),
      ],
      (name) => ({ endpoints: { dnsNames: [name] } }),
    ),
    refusedAt: 'endpoints.dnsNames',
  },
  {
    fault: 'an endpoint of another Region in `endpoints.dnsNames`',
    does: 'refused as a configuration; nothing is sent',
    attempts: each(['eu-west-1', 'us-west-1'], (region) => ({
      endpoints: { dnsNames: [REGIONAL.replace('us-west-2', region)] },
    })),
    refusedAt: 'endpoints.dnsNames',
  },
];
