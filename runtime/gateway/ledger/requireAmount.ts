import { GatewayError } from '../gatewayError';

/**
 * Micro-dollars and requests are whole numbers from 0; anything else would make a hole in a budget (NaN is below no limit).
 * @throws GatewayError bad-request
 */
export function requireAmount(value: number, what: string): void {
  if (Number.isSafeInteger(value) && value >= 0) return;
  throw new GatewayError(
    'bad-request',
    `The ${what} of a call or budget is ${value}, which is no whole number from 0.`,
    'Give whole micro-dollars (1 USD = 1000000), or a whole number of requests.',
  );
}
