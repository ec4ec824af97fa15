import { parseArgs } from 'node:util';
import { z } from 'zod';

/** How the parent wants its gateway child. */
export interface GatewayHostOptions {
  /** Milliseconds without work after which the child exits; 0: never. */
  readonly idleMs: number;
}

/**
 * Reads the child's command line: `[--idle-ms N]`. Where the books lie is told by WHETSTONE_HOME, keys by `configure`.
 * @throws Error for an unknown option, or a value that is not right
 */
export function parseGatewayHostOptions(argv: readonly string[]): GatewayHostOptions {
  const { values } = parseArgs({ args: [...argv], options: { 'idle-ms': { type: 'string', default: '600000' } } });
  return {
    idleMs: z.coerce
      .number()
      .int()
      .nonnegative()
      .max(2 ** 31 - 1)
      .parse(values['idle-ms']),
  };
}
