import { parseArgs } from 'node:util';
import { z } from 'zod';

/** How the parent wants its agent child. */
export interface AgentHostOptions {
  /** Milliseconds without work after which the child exits; 0: never. */
  readonly idleMs: number;
  /** Folder of a TypeScript compiler, for functions of workspaces that have none. */
  readonly compiler: string | undefined;
}

/**
 * Reads the child's command line: `[--idle-ms N] [--compiler FOLDER]`. Where the traces lie is told by WHETSTONE_HOME.
 * @throws Error for an unknown option, or a value that is not right
 */
export function parseAgentHostOptions(argv: readonly string[]): AgentHostOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: { 'idle-ms': { type: 'string', default: '600000' }, compiler: { type: 'string' } },
  });
  const milliseconds = z.coerce
    .number()
    .int()
    .nonnegative()
    .max(2 ** 31 - 1);
  return { idleMs: milliseconds.parse(values['idle-ms']), compiler: values.compiler };
}
