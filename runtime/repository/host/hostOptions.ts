import { parseArgs } from 'node:util';
import { z } from 'zod';

/** How the parent wants its child. */
export interface RepositoryHostOptions {
  /** Milliseconds without work after which the child exits; 0: never. */
  readonly idleMs: number;
}

/**
 * Reads the child's command line: `[--idle-ms N]`. Where indexes lie is told by WHETSTONE_HOME.
 * @throws Error for an unknown option, or a value that is not right
 */
export function parseRepositoryHostOptions(argv: readonly string[]): RepositoryHostOptions {
  const { values } = parseArgs({ args: [...argv], options: { 'idle-ms': { type: 'string', default: '600000' } } });
  const milliseconds = z.coerce
    .number()
    .int()
    .nonnegative()
    .max(2 ** 31 - 1);
  return { idleMs: milliseconds.parse(values['idle-ms']) };
}
