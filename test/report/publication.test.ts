// What is said of a run's metric data.

import { describe, expect, it } from 'vitest';
import type { Published } from '../../src/domain/report.ts';
import { publicationFields } from '../../src/report/publication.ts';
import { allPassed } from './example-reports.ts';

const problem = { code: 'publish-failed', message: 'no way', hint: 'They are kept.' } as const;

describe('what was published', () => {
  it.each<{ published: Published; says: string; warns: boolean }>([
    {
      published: { sink: 'cloudwatch', accepted: 1_038, rejected: 0 },
      says: '1,038 metric data accepted by CloudWatch, 0 rejected',
      warns: false,
    },
    {
      published: { sink: 'cloudwatch', accepted: 0, rejected: 0, kept: 38, problem },
      says: '0 metric data accepted by CloudWatch, 38 kept on disk and sent later, 0 rejected',
      warns: false,
    },
    {
      published: { sink: 'cloudwatch', accepted: 3, rejected: 2, kept: 5 },
      says: '3 metric data accepted by CloudWatch, 5 kept on disk and sent later, 2 rejected and lost',
      warns: true,
    },
    {
      published: { sink: 'cloudwatch', accepted: 0, rejected: 0 },
      says: 'nothing: no probe was tried, so there are no metrics, not even the heartbeat',
      warns: true,
    },
    { published: { sink: 'none', accepted: 0, rejected: 0 }, says: 'nothing, as asked for', warns: false },
  ])('$says', ({ published, says, warns }) => {
    const [first, ...more] = publicationFields({ ...allPassed, published });
    expect(first).toEqual({ label: 'published', text: says, ...(warns ? { tone: 'warn' } : {}) });
    expect(more.map(({ text }) => text)).toEqual(
      published.problem === undefined ? [] : ['publish-failed: no way', 'They are kept.'],
    );
  });
});
