// Whether an address can be one of the internet's. An endpoint's is one only where its VPC has a public CIDR block.

// RFC 1918, shared address space (RFC 6598), loopback, link-local, benchmarking (RFC 2544), which some VPCs use; what is no
// address of anybody: zero (RFC 1122), reserved, broadcast.
const NOT_PUBLIC =
  /^(?:0\.|10\.|127\.|169\.254\.|192\.168\.|198\.1[89]\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|2(?:4\d|5[0-5])\.)/;

/** Of an IPv4 address. Those of IPv6 are public by nature: it tells nothing of them. */
export function isPublicAddress(address: string): boolean {
  return !NOT_PUBLIC.test(address);
}
