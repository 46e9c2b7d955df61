// What EC2 describes, read into endpoints and notices: the shapes that the simulator's EC2 does not take.

import type { VpcEndpoint } from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { readEndpoints } from '../../src/discovery/endpoints.ts';
import type { EndpointId, Region } from '../../src/domain/identifiers.ts';
import { ID } from './scene.ts';

const NAME = `${ID}-01234567.execute-api.us-west-2.vpce.amazonaws.com`;
const PUBLIC = { DnsName: NAME, HostedZoneId: 'Z1YSA3EXCYUU9Z' };
const privateEntries = (HostedZoneId: string) => [
  { DnsName: 'execute-api.us-west-2.amazonaws.com', HostedZoneId },
  { DnsName: '*.execute-api.us-west-2.amazonaws.com', HostedZoneId },
];

const DESCRIBED = {
  VpcEndpointId: ID,
  VpcEndpointType: 'Interface',
  ServiceName: 'com.amazonaws.us-west-2.execute-api',
  State: 'Available',
  PrivateDnsEnabled: true,
  DnsEntries: [PUBLIC, ...privateEntries('Z06320943MMOWYG6MAVL9')],
} as const satisfies VpcEndpoint;

const BY_VPC = { region: 'us-west-2' as Region, named: [] };
const BY_ID = { region: 'us-west-2' as Region, named: [ID as EndpointId] };

const PLAIN = {
  id: ID,
  region: 'us-west-2',
  dnsSuffix: 'amazonaws.com',
  regionalName: NAME,
  zones: [],
  families: [4],
  privateFamilies: [4],
  privateDns: 'on',
  state: 'available',
};
const PENDING_NOTICE = {
  code: 'private-dns-pending',
  subject: ID,
  message: 'private DNS is on, but its hosted zone is not ready',
};

const read = (changes: Partial<VpcEndpoint> = {}, asked: Parameters<typeof readEndpoints>[1] = BY_VPC) =>
  readEndpoints([{ ...DESCRIBED, ...changes } as VpcEndpoint], asked);

test('what is not described is not made up', () => {
  expect(read()).toEqual({ endpoints: [PLAIN], notices: [] });
});

describe('private DNS', () => {
  test('is pending while its hosted zone is', () => {
    expect(read({ State: 'pending' as never, DnsEntries: [PUBLIC, ...privateEntries('ZONEIDPENDING')] })).toEqual({
      endpoints: [{ ...PLAIN, privateDns: 'pending', state: 'pending' }],
      notices: [PENDING_NOTICE],
    });
  });

  test('is pending while one of its two names is', () => {
    const [ready] = privateEntries('Z06320943MMOWYG6MAVL9');
    const [, pending] = privateEntries('ZONEIDPENDING');
    expect(read({ DnsEntries: [PUBLIC, ready ?? {}, pending ?? {}] }).notices).toEqual([PENDING_NOTICE]);
  });

  test('is off when it is off, whatever the names', () => {
    expect(read({ PrivateDnsEnabled: false, DnsEntries: [PUBLIC, ...privateEntries('ZONEIDPENDING')] })).toEqual({
      endpoints: [{ ...PLAIN, privateDns: 'off' }],
      notices: [],
    });
  });
});

describe('an endpoint that is gone or never came to be', () => {
  const GONE = ['deleting', 'Deleted', 'REJECTED', 'failed', 'Expired'];

  test.each(GONE)('%s: is left out when its VPC was asked for', (State) => {
    expect(read({ State: State as never })).toEqual({
      endpoints: [],
      notices: [{ code: 'not-usable', subject: ID, message: `the endpoint is ${State.toLowerCase()}` }],
    });
  });

  test.each(GONE)('%s: is probed when it was named', (State) => {
    expect(read({ State: State as never }, BY_ID)).toEqual({
      endpoints: [{ ...PLAIN, state: State.toLowerCase() }],
      notices: [],
    });
  });

  test.each(['PendingAcceptance', 'pending', 'AVAILABLE', 'Partial'])('%s: is not gone', (State) => {
    expect(read({ State: State as never })).toEqual({
      endpoints: [{ ...PLAIN, state: State.toLowerCase() }],
      notices: [],
    });
  });
});

describe('an endpoint that is not for the API', () => {
  test.each([
    { changes: { ServiceName: 'com.amazonaws.us-west-2.ec2' }, service: 'com.amazonaws.us-west-2.ec2' },
    { changes: { ServiceName: 'com.amazonaws.eu-west-1.execute-api' }, service: 'com.amazonaws.eu-west-1.execute-api' },
    { changes: { VpcEndpointType: 'Gateway' as const }, service: 'com.amazonaws.us-west-2.execute-api' },
    { changes: { ServiceName: '' }, service: 'no service' },
  ])('$changes', ({ changes, service }) => {
    expect(read(changes, BY_ID)).toEqual({
      endpoints: [],
      notices: [
        {
          code: 'other-service',
          subject: ID,
          message: `this is an endpoint for ${service}, not for execute-api in us-west-2`,
        },
      ],
    });
  });
});

describe('DNS entries', () => {
  test('that are unknown are told and left out', () => {
    const newer = '*.execute-api.us-west-2.api.aws';
    const DnsEntries = [{ DnsName: newer, HostedZoneId: 'Z2' }, { HostedZoneId: 'Z3' }, ...DESCRIBED.DnsEntries];
    const message = `${ID} has a DNS name that the canary does not know`;
    expect(read({ DnsEntries })).toEqual({
      endpoints: [PLAIN],
      notices: [
        { code: 'unknown-dns-entry', subject: newer, message },
        { code: 'unknown-dns-entry', subject: '', message },
      ],
    });
  });

  test.each([
    { DnsEntries: [], state: 'pendingacceptance' },
    { DnsEntries: undefined, state: 'pendingacceptance' },
    { DnsEntries: privateEntries('ZONEIDPENDING'), state: 'pendingacceptance' },
  ])('without a name to dial: $DnsEntries', ({ DnsEntries, state }) => {
    const { DnsEntries: _entries, ...described } = DESCRIBED;
    const endpoint = {
      ...described,
      State: 'PendingAcceptance',
      ...(DnsEntries === undefined ? {} : { DnsEntries }),
    } as VpcEndpoint;
    expect(readEndpoints([endpoint], BY_ID)).toEqual({
      endpoints: [],
      notices: [{ code: 'without-dns-names', subject: ID, message: `the endpoint (${state}) has no DNS names yet` }],
    });
  });

  test('of another endpoint are not its own', () => {
    expect(read({ VpcEndpointId: 'vpce-0fedcba9876543210' }).notices).toEqual([
      {
        code: 'without-dns-names',
        subject: 'vpce-0fedcba9876543210',
        message: 'the endpoint (available) has no DNS names yet',
      },
    ]);
  });
});

describe('address families', () => {
  type Families = Readonly<
    Record<
      string,
      { readonly changes: Partial<VpcEndpoint>; readonly families: number[]; readonly privateFamilies: number[] }
    >
  >;
  const FAMILIES: Families = {
    'not described': { changes: {}, families: [4], privateFamilies: [4] },
    IPv4: {
      changes: { IpAddressType: 'ipv4', DnsOptions: { DnsRecordIpType: 'ipv4' } },
      families: [4],
      privateFamilies: [4],
    },
    'dual-stack': {
      changes: { IpAddressType: 'dualstack', DnsOptions: { DnsRecordIpType: 'dualstack' } },
      families: [4, 6],
      privateFamilies: [4, 6],
    },
    'dual-stack addresses, IPv4 records': {
      changes: { IpAddressType: 'dualstack', DnsOptions: { DnsRecordIpType: 'ipv4' } },
      families: [4],
      privateFamilies: [4],
    },
    'dual-stack without DNS options': {
      changes: { IpAddressType: 'dualstack' },
      families: [4, 6],
      privateFamilies: [4, 6],
    },
    IPv6: {
      changes: { IpAddressType: 'ipv6', DnsOptions: { DnsRecordIpType: 'ipv6' } },
      families: [6],
      privateFamilies: [6],
    },
    'service-defined, dual-stack': {
      changes: { IpAddressType: 'dualstack', DnsOptions: { DnsRecordIpType: 'service-defined' } },
      families: [4, 6],
      privateFamilies: [4],
    },
    'service-defined, IPv6': {
      changes: { IpAddressType: 'ipv6', DnsOptions: { DnsRecordIpType: 'service-defined' } },
      families: [6],
      privateFamilies: [6],
    },
  };

  test.each(Object.entries(FAMILIES))('%s', (_name, { changes, families, privateFamilies }) => {
    expect(read(changes).endpoints).toEqual([{ ...PLAIN, families, privateFamilies }]);
  });
});
