// Every list of faults with the test that goes through it, in the order of docs/reliability.md.

import { ACCOUNTING_FAULTS } from './accounting-faults.ts';
import { ANSWER_FAULTS } from './answer-faults.ts';
import { CERTIFICATE_FAULTS } from './certificate-faults.ts';
import { CLOCK_FAULTS } from './clock-faults.ts';
import { CONFIGURATION_FAULTS } from './configuration-faults.ts';
import { CONNECTION_FAULTS } from './connection-faults.ts';
import { DEADLINE_FAULTS } from './deadline-faults.ts';
import { DISCOVERY_ANSWER_FAULTS } from './discovery-answer-faults.ts';
import { DISCOVERY_FAULTS } from './discovery-faults.ts';
import { DNS_DELIVERY_FAULTS } from './dns-delivery-faults.ts';
import { DNS_FAULTS } from './dns-faults.ts';
import type { Fault } from './fault.ts';
import { FLOOD_FAULTS } from './flood-faults.ts';
import { FRAMING_FAULTS } from './framing-faults.ts';
import { FREEZE_FAULTS } from './freeze-faults.ts';
import { INPUT_FAULTS } from './input-faults.ts';
import { ODD_ANSWER_FAULTS } from './odd-answer-faults.ts';
import { OUTPUT_FAULTS } from './output-faults.ts';
import { PRIVILEGE_FAULTS } from './privilege-faults.ts';
import { PUBLISHING_FAULTS } from './publishing-faults.ts';
import { PUBLISHING_WAY_FAULTS } from './publishing-way-faults.ts';
import { REGISTRY_FAULTS } from './registry-faults.ts';
import { SMUGGLING_FAULTS } from './smuggling-faults.ts';
import { SMUGGLING_NAME_FAULTS } from './smuggling-name-faults.ts';
import { SOAK_FAULTS } from './soak-faults.ts';
import { SUPPLY_FAULTS } from './supply-faults.ts';
import { TEXT_FAULTS } from './text-faults.ts';
import { TRUST_FAULTS } from './trust-faults.ts';
import { WATCH_FAULTS } from './watch-faults.ts';

export interface FaultGroup {
  readonly title: string;
  /** From the repository's root. */
  readonly test: `test/${string}.test.ts`;
  /** The list's name in that test. */
  readonly list: string;
  readonly faults: readonly Fault[];
}

export const FAULT_GROUPS: readonly FaultGroup[] = [
  {
    title: 'Connection and handshake',
    test: 'test/reliability/connection.test.ts',
    list: 'CONNECTION_FAULTS',
    faults: CONNECTION_FAULTS,
  },
  {
    title: 'Certificates',
    test: 'test/reliability/certificate.test.ts',
    list: 'CERTIFICATE_FAULTS',
    faults: CERTIFICATE_FAULTS,
  },
  {
    title: 'Answers that are cut, malformed or hostile',
    test: 'test/reliability/answer.test.ts',
    list: 'ANSWER_FAULTS',
    faults: ANSWER_FAULTS,
  },
  {
    title: 'Answers whose framing is odd',
    test: 'test/reliability/framing.test.ts',
    list: 'FRAMING_FAULTS',
    faults: FRAMING_FAULTS,
  },
  {
    title: 'Answers with more than an answer has',
    test: 'test/reliability/odd-answer.test.ts',
    list: 'ODD_ANSWER_FAULTS',
    faults: ODD_ANSWER_FAULTS,
  },
  {
    title: 'Answers that are too slow or too large',
    test: 'test/reliability/flood.test.ts',
    list: 'FLOOD_FAULTS',
    faults: FLOOD_FAULTS,
  },
  { title: 'Text from outside', test: 'test/reliability/text.test.ts', list: 'TEXT_FAULTS', faults: TEXT_FAULTS },
  {
    title: 'DNS: what an answer says of one name',
    test: 'test/reliability/dns.test.ts',
    list: 'DNS_FAULTS',
    faults: DNS_FAULTS,
  },
  {
    title: 'DNS: how the answer comes',
    test: 'test/reliability/dns-delivery.test.ts',
    list: 'DNS_DELIVERY_FAULTS',
    faults: DNS_DELIVERY_FAULTS,
  },
  {
    title: 'Credentials, and where a name leads them',
    test: 'test/reliability/trust.test.ts',
    list: 'TRUST_FAULTS',
    faults: TRUST_FAULTS,
  },
  {
    title: 'Looking up the endpoints: EC2 refuses, fails or is silent',
    test: 'test/reliability/discovery.test.ts',
    list: 'DISCOVERY_FAULTS',
    faults: DISCOVERY_FAULTS,
  },
  {
    title: 'Looking up the endpoints: what the answer says',
    test: 'test/reliability/discovery.test.ts',
    list: 'DISCOVERY_ANSWER_FAULTS',
    faults: DISCOVERY_ANSWER_FAULTS,
  },
  {
    title: 'Publishing: what CloudWatch says',
    test: 'test/reliability/publishing.test.ts',
    list: 'PUBLISHING_FAULTS',
    faults: PUBLISHING_FAULTS,
  },
  {
    title: 'Publishing: two calls, no client, no time, no output',
    test: 'test/reliability/publishing.test.ts',
    list: 'PUBLISHING_WAY_FAULTS',
    faults: PUBLISHING_WAY_FAULTS,
  },
  {
    title: 'Nothing is lost',
    test: 'test/reliability/accounting.test.ts',
    list: 'ACCOUNTING_FAULTS',
    faults: ACCOUNTING_FAULTS,
  },
  { title: 'Deadline', test: 'test/reliability/deadline.test.ts', list: 'DEADLINE_FAULTS', faults: DEADLINE_FAULTS },
  { title: 'Freeze and thaw', test: 'test/reliability/freeze.test.ts', list: 'FREEZE_FAULTS', faults: FREEZE_FAULTS },
  { title: 'A clock that jumps', test: 'test/reliability/clock.test.ts', list: 'CLOCK_FAULTS', faults: CLOCK_FAULTS },
  { title: 'The host of `watch`', test: 'test/reliability/watch.test.ts', list: 'WATCH_FAULTS', faults: WATCH_FAULTS },
  {
    title: 'What is printed and reaches nobody',
    test: 'test/reliability/output.test.ts',
    list: 'OUTPUT_FAULTS',
    faults: OUTPUT_FAULTS,
  },
  {
    title: 'Bad configuration',
    test: 'test/reliability/configuration.test.ts',
    list: 'CONFIGURATION_FAULTS',
    faults: CONFIGURATION_FAULTS,
  },
  {
    title: 'Bad events, answers, arguments and files',
    test: 'test/reliability/input.test.ts',
    list: 'INPUT_FAULTS',
    faults: INPUT_FAULTS,
  },
  {
    title: 'Names that would lead requests elsewhere',
    test: 'test/reliability/smuggling.test.ts',
    list: 'SMUGGLING_NAME_FAULTS',
    faults: SMUGGLING_NAME_FAULTS,
  },
  {
    title: 'Paths and headers that would say something else',
    test: 'test/reliability/smuggling.test.ts',
    list: 'SMUGGLING_FAULTS',
    faults: SMUGGLING_FAULTS,
  },
  {
    title: 'Code or credentials in other hands',
    test: 'test/reliability/privilege.test.ts',
    list: 'PRIVILEGE_FAULTS',
    faults: PRIVILEGE_FAULTS,
  },
  {
    title: 'Dependencies and the package',
    test: 'test/reliability/supply.test.ts',
    list: 'SUPPLY_FAULTS',
    faults: SUPPLY_FAULTS,
  },
  {
    title: 'The npm registry',
    test: 'test/reliability/registry.test.ts',
    list: 'REGISTRY_FAULTS',
    faults: REGISTRY_FAULTS,
  },
  { title: 'Soak', test: 'test/soak.test.ts', list: 'SOAK_FAULTS', faults: SOAK_FAULTS },
];
