// What AWS may do to calls, at random.

import fc from 'fast-check';
import { listing, type Reaction, refusal } from '../discovery/aws-stand-ins.ts';
import { failed, NOT_RUN, passed } from '../publish/runs.ts';

const BROKEN: Reaction = { status: 500, type: 'application/json', body: '{}' };
const PAGE: Reaction = { type: 'text/html', body: '<html><body>Please sign in</body></html>' };
const THROTTLED: Reaction = { status: 429, body: '' };
const DENIED: Reaction = { status: 403, body: '' };

/** What CloudWatch does with calls one after the other; it mostly takes them. */
export const cloudwatchReactions = fc.array(
  fc.constantFrom<Reaction>('passes', 'passes', 'passes', 'resets', 'loses', 'silent', BROKEN, PAGE, THROTTLED, DENIED),
  { minLength: 1, maxLength: 4 },
);
/** What EC2 does with calls one after the other; as often as not it answers. */
export const ec2Reactions = fc.array(
  fc.constantFrom<Reaction>(
    ...Array<Reaction>(4).fill('passes'),
    ...(['resets', 'silent', PAGE, listing(''), refusal(403, 'UnauthorizedOperation', 'no')] as const),
  ),
  { minLength: 1, maxLength: 3 },
);

/** What a probe saw. */
export const seen = fc.oneof(
  fc.constant(NOT_RUN),
  fc.integer({ min: 1, max: 400 }).map(passed),
  fc.constant(failed(2_001.8)),
);

/** Clients, ended together. */
export function closing<Clients extends readonly { readonly destroy: () => void }[]>(...all: Clients) {
  return {
    all,
    [Symbol.dispose]: () => {
      for (const client of all) client.destroy();
    },
  };
}
