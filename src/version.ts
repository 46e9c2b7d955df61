// The version of the package, and the name by which the canary goes in access logs. A test compares it with package.json.

export const VERSION = '0.1.0';

export const USER_AGENT = `private-api-canary/${VERSION}`;
