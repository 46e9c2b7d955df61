// What stands in for tokens while a configuration is looked at.

import { Aws, Fn, Lazy, Token } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { knownRegion, withStandIns } from '../../infra/placeholders.ts';
import { parseTarget } from '../../src/domain/target.ts';
import { vpceName } from '../domain/examples.ts';
import { PETS } from './canary-stack.ts';

const text = () => Lazy.string({ produce: () => 'known later' });
const REGION = 'eu-central-1';
const standIns = (value: unknown) => withStandIns(value, REGION);

describe('a stand-in', () => {
  it('is spelled as its place demands', () => {
    const target = {
      api: { id: text(), stage: text(), region: text(), name: text() },
      customDomain: { name: text(), basePath: text() },
      resources: [{ path: text() }, { path: `/${text()}/pets` }],
      vantage: { name: text() },
    };
    for (const endpoints of [{ vpcEndpointIds: [text(), text()] }, { vpcId: text() }, { dnsNames: [text(), text()] }]) {
      expect(parseTarget(standIns({ ...target, endpoints })).api.region).toBe(REGION);
    }
  });

  it('stands in for a list that is a token as one item', () => {
    const list = Token.asList(Fn.split(',', text()));
    expect(parseTarget(standIns({ ...PETS, endpoints: { vpcEndpointIds: list } }), REGION).endpoints).toEqual({
      kind: 'ids',
      ids: ['vpce-00000000000000000'],
    });
  });

  it('leaves what is known as it is', () => {
    const target = { ...PETS, timeouts: { probeMs: 1_000 }, metrics: { phases: true }, publish: null };
    expect(standIns(target)).toEqual(target);
    expect(standIns('text')).toBe('text');
  });

  it('leaves out what is undefined', () => {
    expect(standIns({ api: { name: undefined, id: 'x' }, customDomain: undefined })).toStrictEqual({
      api: { id: 'x' },
    });
  });

  it.each([
    ['the target', Lazy.any({ produce: () => PETS })],
    ['endpoints', { endpoints: Lazy.any({ produce: () => ({}) }) }],
    ['publish', { publish: text() }],
    [
      'resources.expect.status',
      { resources: [{ path: '/', expect: { status: [Lazy.number({ produce: () => 200 })] } }] },
    ],
  ])('is not there for %s', (place, value) => {
    expect(() => standIns(value)).toThrow(`${place} must be known when the template is made`);
  });
});

describe('the Region that a configuration tells', () => {
  it.each([
    ['by itself', { api: { region: 'us-west-2' } }, 'us-west-2'],
    ['by DNS names', { endpoints: { dnsNames: [text(), vpceName()] } }, 'us-west-2'],
    ['by itself before DNS names', { api: { region: REGION }, endpoints: { dnsNames: [vpceName()] } }, REGION],
    [
      'by DNS names where its own is a token',
      { api: { region: Aws.REGION }, endpoints: { dnsNames: [vpceName()] } },
      'us-west-2',
    ],
    ['not at all', PETS, undefined],
    ['not by other names', { endpoints: { dnsNames: ['*.execute-api.us-west-2.amazonaws.com', 7] } }, undefined],
    ['not where there is nothing', undefined, undefined],
    ['not where everything is wrong', { api: 'api', endpoints: null }, undefined],
  ])('is known %s', (_, target, region) => {
    expect(knownRegion(target)).toBe(region);
  });
});
