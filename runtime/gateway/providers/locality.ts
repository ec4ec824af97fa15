import { lookup } from 'node:dns';
import { BlockList, isIP } from 'node:net';
import type { Locality } from '../types';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Whether an address is one of the loopback interface. IPv4 written as IPv6 counts by its IPv4 address. */
export function isLoopbackAddress(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && loopback.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

/**
 * Where an endpoint is. Only loopback addresses are local: literal ones, and `localhost` with the names below it, which by
 * RFC 6761 never lead elsewhere; `onlyLoopback` holds the resolver to it at each connection. Any other name is the cloud, whatever it
 * resolves to now, since a name can lead elsewhere tomorrow.
 */
export function localityOf(endpoint: URL): Locality {
  const host = endpoint.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  if (isIP(host) !== 0) return isLoopbackAddress(host) ? 'local' : 'cloud';
  return host === 'localhost' || host.endsWith('.localhost') ? 'local' : 'cloud';
}

/** A resolver for connections that may not leave the machine: answers with loopback addresses or not at all. */
export const onlyLoopback: typeof lookupAll = (host, options, callback) => {
  lookupAll(host, options, (error, addresses) => {
    if (error) return callback(error, []);
    const local = addresses.filter(({ address }) => isLoopbackAddress(address));
    if (local.length > 0) return callback(null, local);
    callback(Object.assign(new Error(`${host} is not on this machine`), { code: 'ENOTLOOPBACK' }), []);
  });
};

function lookupAll(
  host: string,
  options: object,
  callback: (
    error: NodeJS.ErrnoException | null,
    addresses: { readonly address: string; readonly family: number }[],
  ) => void,
): void {
  lookup(host, { ...options, all: true }, callback);
}
