// What an answer of DNS says.

import { test } from 'vitest';
import { DNS_FAULTS } from './dns-faults.ts';
import { expectDnsFault } from './dns-run.ts';

test.each(DNS_FAULTS)('$fault: $does', expectDnsFault);
