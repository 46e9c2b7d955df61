// How an answer of DNS comes.

import { test } from 'vitest';
import { DNS_DELIVERY_FAULTS } from './dns-delivery-faults.ts';
import { expectDnsFault } from './dns-run.ts';

test.each(DNS_DELIVERY_FAULTS)('$fault: $does', expectDnsFault);
