import { access } from 'node:fs/promises';
import path from 'node:path';
import type { Json } from '../../gateway/types';
import type { CommandOutcome, CommandSandbox } from '../../tools/sandbox';
import { ToolError } from '../../tools/toolError';
import type { ScriptTool } from './types';

export interface RunOptions {
  readonly root: string;
  readonly sandbox: CommandSandbox;
  readonly signal: AbortSignal;
  /** Milliseconds. */
  readonly wallMs: number;
}

/**
 * Runs a script over a copy of the root, without network.
 * @throws ToolError where what it needs is not there, or a value cannot be passed; SandboxRequestError; AbortError
 */
export async function runScript(
  tool: ScriptTool,
  given: Readonly<Record<string, Json>>,
  { root, sandbox, signal, wallMs }: RunOptions,
): Promise<CommandOutcome> {
  await requirePaths(tool, root);
  const programs = tool.precondition.programs.filter((each) => /^[\w.+-]+$/.test(each));
  // Asked inside, where the call would look for them.
  const checks = programs.map(
    (each) => `command -v ${each} >/dev/null 2>&1 || { echo "${marker} ${each}" >&2; exit 127; }`,
  );
  const outcome = await sandbox.run(
    {
      command: { shell: [...checks, tool.line(given)].join('\n') },
      folder: { kind: 'copy', path: root },
      limits: { wallMs, cpuSeconds: Math.ceil(wallMs / 1000) * 4 },
    },
    signal,
  );
  signal.throwIfAborted();
  if (outcome.ended === 'set-up')
    throw new ToolError(`The sandbox could not be set up: ${outcome.stderr.trim().slice(-500)}`);
  const missing = outcome.code === 127 ? new RegExp(`^${marker} (.*)$`, 'm').exec(outcome.stderr)?.[1] : undefined;
  if (missing !== undefined) {
    throw new ToolError(
      `“${tool.title}” needs the program ${missing}, which is not installed here. Install it, or call something else.`,
    );
  }
  return outcome;
}

const marker = 'whetstone-needs:';

async function requirePaths({ precondition, title }: ScriptTool, root: string): Promise<void> {
  for (const each of precondition.paths) {
    const isThere = await access(path.join(root, each)).then(
      () => true,
      () => false,
    );
    if (!isThere) throw new ToolError(`“${title}” needs ${each}, which is not there.`);
  }
}
