// Endpoints whose certificate must not be trusted.

import { createAuthority, selfSigned } from '../probe/certificate-authority.ts';
import type { Behaviour } from '../probe/endpoint-server.ts';
import { authority, NAMES } from '../probe/world.ts';
import type { HostileFault } from './hostility.ts';

const NAME = NAMES.zoneA;
const RIGHT_SUBJECT = [{ CN: [NAME] }];
const stranger = await createAuthority('CN=Inspecting Firewall');
const huge = await authority.issue({
  names: [NAME, ...Array.from({ length: 6_000 }, (_, index) => `a-name-of-many-${index}.example.com`)],
});

const presenting = (tls: Behaviour['tls']): Partial<Behaviour> => ({ tls });

export const CERTIFICATE_FAULTS: readonly HostileFault[] = [
  {
    fault: 'a certificate that has expired',
    does: '`tls-expired`; no request is sent',
    code: 'tls-expired',
    behaviour: presenting(await authority.issue({ names: [NAME], validDays: { from: -10, to: -1.5 } })),
  },
  {
    fault: 'a certificate that is not valid yet',
    does: '`tls-not-yet-valid`; no request is sent',
    code: 'tls-not-yet-valid',
    behaviour: presenting(await authority.issue({ names: [NAME], validDays: { from: 1, to: 2.5 } })),
  },
  {
    fault: 'a certificate for another name',
    does: '`tls-name-mismatch` with the names it is for; no request is sent',
    code: 'tls-name-mismatch',
    shows: `certificate for (DNS:${NAMES.zoneB}) expected ${NAME}`,
    behaviour: presenting(await authority.issue({ names: [NAMES.zoneB] })),
  },
  {
    fault: 'a NUL byte behind the right name, and another domain behind that',
    does: '`tls-name-mismatch`; the name is shown in quotes, as `…\\u0000…`; no request is sent',
    code: 'tls-name-mismatch',
    shows: `certificate for (DNS:"${NAME}\\u0000.evil.example")`,
    behaviour: presenting(await authority.issue({ names: [`${NAME}\0.evil.example`], subject: RIGHT_SUBJECT })),
  },
  {
    fault: 'a name that has the right one in it, as if it were the next of the list (`evil.example, DNS:…`)',
    does: '`tls-name-mismatch`; it is shown as one, in quotes; no request is sent',
    code: 'tls-name-mismatch',
    shows: `certificate for (DNS:"evil.example\\u002c DNS:${NAME}")`,
    behaviour: presenting(await authority.issue({ names: [`evil.example, DNS:${NAME}`], subject: RIGHT_SUBJECT })),
  },
  {
    fault: 'the same with quotes around what stands before and behind',
    does: '`tls-name-mismatch`; it is shown as one, its quotes as `\\"`; no request is sent',
    code: 'tls-name-mismatch',
    shows: `certificate for (DNS:"evil.example\\"\\u002c DNS:${NAME}\\u002c DNS:\\"`,
    behaviour: presenting(
      await authority.issue({ names: [`evil.example", DNS:${NAME}, DNS:"`], subject: RIGHT_SUBJECT }),
    ),
  },
  {
    fault: 'the right name in the subject, and another as the alternative name',
    does: '`tls-name-mismatch`: the subject does not count; no request is sent',
    code: 'tls-name-mismatch',
    shows: 'certificate for (DNS:evil.example)',
    behaviour: presenting(await authority.issue({ names: ['evil.example'], subject: RIGHT_SUBJECT })),
  },
  {
    fault: 'no alternative names, and a subject with a line break before the right name',
    does: '`tls-name-mismatch`; no request is sent',
    code: 'tls-name-mismatch',
    shows: `certificate for () expected ${NAME}`,
    behaviour: presenting(await authority.issue({ names: [], subject: [{ CN: [`evil.example\nCN=${NAME}`] }] })),
  },
  {
    fault: 'no alternative names, and a subject with a NUL byte behind the right name',
    does: '`tls-name-mismatch`; no request is sent',
    code: 'tls-name-mismatch',
    shows: `certificate for () expected ${NAME}`,
    behaviour: presenting(await authority.issue({ names: [], subject: [{ CN: [`${NAME}\0.evil.example`] }] })),
  },
  {
    fault: 'a wildcard certificate that would span two labels',
    does: '`tls-name-mismatch`; no request is sent',
    code: 'tls-name-mismatch',
    behaviour: presenting(await authority.issue({ names: ['*.us-west-2.vpce.amazonaws.com'] })),
  },
  {
    fault: 'a certificate that vouches for itself',
    does: '`tls-untrusted`; no request is sent',
    code: 'tls-untrusted',
    behaviour: presenting(await selfSigned(NAME)),
  },
  {
    fault: 'a certificate of an unknown authority',
    does: '`tls-untrusted` with its issuer; no request is sent',
    code: 'tls-untrusted',
    shows: 'issued by CN=Inspecting Firewall',
    behaviour: presenting(await stranger.issue({ names: [NAME] })),
  },
  {
    fault: 'a certificate of 200 KB',
    does: '`tls-not-tls`: more than OpenSSL reads',
    code: 'tls-not-tls',
    shows: 'EXCESSIVE_MESSAGE_SIZE',
    behaviour: presenting(huge),
  },
];
