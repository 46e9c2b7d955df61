import { describe, expect, it } from 'vitest';
import { renderProgress } from '../../src/report/progress.ts';
import { several, zoneDown } from './example-reports.ts';

const plain = { colour: false, columns: 100 };
const wide = { colour: false, columns: 200 };

describe('renderProgress', () => {
  it('counts, and says how the last probe ended', () => {
    expect(renderProgress(zoneDown.observations.slice(0, 9), 16, plain)).toBe(
      'probing 9/16  8 passed 1 failed  last: vpce-host us-west-2b GET /pets: connect-timeout',
    );
    expect(renderProgress(zoneDown.observations.slice(0, 5), 16, plain)).toBe(
      'probing 5/16  5 passed 0 failed  last: vpce-host regional GET /pets: 14 ms',
    );
  });

  it('has no last probe before the first one', () => {
    expect(renderProgress([], 16, plain)).toBe('probing 0/16  0 passed 0 failed');
  });

  it('names endpoint and address family where there are several, and counts what did not run', () => {
    const done = several.observations.filter(({ accessMethod }) => accessMethod === 'route53-alias').slice(0, 9);
    expect(renderProgress(done.slice(0, 6), 80, wide)).toBe(
      'probing 6/80  4 passed 1 failed 1 not run  last: route53-alias IPv6 GET /pets/1: not run',
    );
    expect(renderProgress(done, 80, wide)).toBe(
      'probing 9/80  4 passed 2 failed 3 not run  last: route53-alias vpce-0fedcba9876543210 IPv4 GET /pets: connect-timeout',
    );
  });

  it('is cut to the width of the terminal', () => {
    const done = zoneDown.observations.slice(0, 9);
    expect(renderProgress(done, 16, { colour: false, columns: 40 })).toBe('probing 9/16  8 passed 1 failed  last: …');
    expect(renderProgress(done, 16, { colour: false, columns: 31 })).toBe('probing 9/16  8 passed 1 faile…');
    expect(renderProgress(done, 16, { colour: false, columns: 85 })).toBe(
      'probing 9/16  8 passed 1 failed  last: vpce-host us-west-2b GET /pets: connect-timeo…',
    );
    expect(renderProgress(done, 16, { colour: false, columns: 86 })).toBe(
      'probing 9/16  8 passed 1 failed  last: vpce-host us-west-2b GET /pets: connect-timeout',
    );
  });
});
