import { Turns } from '../../tools/registry';
import { type CommandSandbox, openSandbox, SandboxRequestError, SandboxUnavailableError } from '../../tools/sandbox';
import type { ToolOffer } from '../../tools/serving';
import { ToolError } from '../../tools/toolError';
import type { ToolContent } from '../../tools/types';
import type { PythonInterpreter } from '../execution';
import { runTool } from './runTool';
import type { ServedTools } from './servedTools';

export interface LibraryOfferOptions {
  readonly served: ServedTools;
  /** Undefined: tools may run. Otherwise why not, and what to do. */
  readonly forbidden: string | undefined;
  /** Seconds of one call; default 30. */
  readonly seconds?: number | undefined;
  /** Calls at a time, others wait; default 4. */
  readonly parallel?: number | undefined;
  /** Default: the sandbox of this system, opened at the first call. */
  readonly open?: (() => Promise<CommandSandbox>) | undefined;
  readonly python?: PythonInterpreter | undefined;
}

const PRINTED_CHARACTERS = 4_000;

/** A library as a server of MCP offers it: each call in a sandbox of its own. */
export function libraryOffer({
  served: { tools, left },
  forbidden,
  seconds = 30,
  parallel = 4,
  open = () => openSandbox(),
  python,
}: LibraryOfferOptions): ToolOffer {
  const turns = new Turns(parallel);
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  const offered = tools.map(({ name, description, inputSchema, deprecated }) => ({
    ...{ name, title: name, description, inputSchema, deprecated },
  }));
  let opened: Promise<CommandSandbox> | undefined;
  const sandbox = (): Promise<CommandSandbox> =>
    (opened ??= open().catch((error: unknown) => {
      opened = undefined;
      throw error;
    }));

  return {
    tools: () => Promise.resolve(offered),
    missing: (name) => {
      const reason = left.get(name);
      return reason === undefined ? undefined : `${name} is not offered: ${reason}.`;
    },
    call: async (name, input, { signal, progress }) => {
      const tool = byName.get(name);
      if (tool === undefined) throw new ToolError(`There is no function ${name}.`);
      if (forbidden !== undefined) throw new ToolError(forbidden);
      const leave = await turns.take(signal);
      try {
        progress(`${name} runs, for ${seconds} s at most`);
        const { value, printed, changed } = await runTool(name, tool.callee, tool.given(input), {
          ...{ sandbox: await sandbox(), signal, seconds, writes: tool.impure, python },
        });
        const notes: readonly ToolContent[] = [
          ...(printed.trim() === '' ? [] : [`It printed:\n${printed.trimEnd().slice(-PRINTED_CHARACTERS)}`]),
          ...(changed.length === 0
            ? []
            : [`It wrote ${changed.slice(0, 20).join(', ')} in its copy of the folder; that is gone.`]),
        ].map((text) => ({ type: 'text', text }));
        return { content: [{ type: 'json', value }, ...notes], isError: false, changed: false };
      } catch (error) {
        if (error instanceof SandboxUnavailableError || error instanceof SandboxRequestError) {
          throw new ToolError(`${error.message} ${error.action}`);
        }
        throw error;
      } finally {
        leave();
      }
    },
  };
}
