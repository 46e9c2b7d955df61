// Whether an address can be one of the internet's. An endpoint's never is.

// RFC 1918, shared address space (RFC 6598), loopback, link-local, benchmarking (RFC 2544), which some VPCs use.
const NOT_PUBLIC =
  /^(?:10\.|127\.|169\.254\.|192\.168\.|198\.1[89]\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/;

/** Of an IPv4 address. Those of IPv6 are public by nature: it tells nothing of them. */
export function isPublicAddress(address: string): boolean {
  return !NOT_PUBLIC.test(address);
}
