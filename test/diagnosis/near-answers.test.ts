// Answers: causes that are easily taken for each other, and for each, runs on both sides of the border.

import { CUSTOM_DOMAIN, type Matrix } from './facts.ts';
import { saysOfAll } from './near-miss.ts';

const STAGE_MISSING: Matrix = { 'undeployed-path': 'forbidden', 'api-sni': 'forbidden' };
const NOT_RESCUED: Matrix = { 'api-sni': 'forbidden' };

saysOfAll({
  'a bare Forbidden': {
    'by both vpce ways, with the SNI of the API served': {
      see: { vpce: 'forbidden' },
      controls: { 'api-sni': 'passed' },
      says: ['strict-access-mode'],
    },
    'by both vpce ways, without controls': {
      see: { vpce: 'forbidden' },
      controls: 'none',
      says: ['strict-access-mode'],
    },
    'by both vpce ways, with the SNI of the API refused as well': {
      see: { vpce: 'forbidden' },
      controls: NOT_RESCUED,
      says: ['unexplained'],
    },
    'by both vpce ways, but not always': {
      see: { 'vpce-host': 'forbidden', 'vpce-api-id regional /pets': 'forbidden' },
      controls: { 'api-sni': 'passed' },
      says: ['refused-now-and-then'],
    },
    'by one of them, the other serves': {
      see: { 'vpce-host': 'forbidden' },
      controls: NOT_RESCUED,
      says: ['host-not-recognised'],
    },
    'by the other of them': { see: { 'vpce-api-id': 'forbidden' }, says: ['api-id-header-lost'] },
    'by one of them, the other being refused by a policy': {
      see: { 'vpce-host': 'forbidden', 'vpce-api-id': 'access-denied' },
      controls: NOT_RESCUED,
      says: ['host-not-recognised', 'policy-denies'],
    },
    'by the alias, over private DNS': { see: { 'route53-alias': 'forbidden' }, says: ['alias-not-associated'] },
    'for one resource by every way': { see: { '/pets/1': 'forbidden' }, says: ['api-key-or-waf'] },
    'for one resource by one way': { see: { 'private-dns /pets/1': 'forbidden' }, says: ['refused-now-and-then'] },
    'by every way, and undeployed paths are known as such': {
      see: { every: 'forbidden' },
      controls: NOT_RESCUED,
      says: ['api-key-or-waf'],
    },
    'by every way, and undeployed paths are refused alike': {
      see: { every: 'forbidden' },
      controls: STAGE_MISSING,
      says: ['api-or-stage-missing'],
    },
    'by the default names, the custom domain serves': {
      target: CUSTOM_DOMAIN,
      see: { default: 'forbidden' },
      controls: STAGE_MISSING,
      says: ['default-endpoint-disabled'],
    },
    'by the default names and the custom domain': {
      target: CUSTOM_DOMAIN,
      see: { every: 'forbidden' },
      controls: STAGE_MISSING,
      says: ['api-or-stage-missing'],
    },
    'by the custom domain, over its own name alone': {
      target: CUSTOM_DOMAIN,
      see: { 'custom-domain': 'forbidden' },
      says: ['unexplained'],
    },
    'by the custom domain as Host alone': {
      target: CUSTOM_DOMAIN,
      see: { 'vpce-custom-domain': 'forbidden' },
      says: ['host-not-recognised'],
    },
  },
});
