// What can be wrong with handshakes and certificates. Data only.
import type { Scenario } from './scenario.ts';

export const tls = {
  'wrong-certificate': {
    description: 'The endpoint presents the default certificate, which does not cover its vpce names.',
    faults: { certificate: 'default-only' },
  },
  'foreign-certificate': {
    description: 'A load balancer in front of the endpoint presents a certificate of its own, for another name.',
    faults: { certificate: 'foreign' },
  },
  'tls-intercepted': {
    description: 'A firewall opens TLS and presents certificates of its own.',
    faults: { certificate: 'intercepted' },
  },
  'certificate-expired': {
    description: "The endpoint's certificates ended yesterday.",
    faults: { certificate: 'expired' },
  },
  'tls-refused': {
    description: 'The endpoint refuses the handshake: no version or cipher that both sides accept.',
    faults: { tls: 'refused' },
  },
  'tls-silent': {
    description: 'Connections are made, and the handshake is never answered.',
    faults: { tls: 'silent' },
  },
  'tls-reset': {
    description: 'Connections are reset when the handshake begins.',
    faults: { tls: 'reset' },
  },
  'tls-plain-http': {
    description: 'What listens does not speak TLS.',
    faults: { tls: 'plain-http' },
  },
} as const satisfies Readonly<Record<string, Scenario>>;
