/** Functions of a workspace as an MCP server over standard input and output. */
import { realpath } from 'node:fs/promises';
import { serveOverStdio, type ToolOffer } from '../serving';
import type { SourceTools } from '../types';
import { functionSource } from './functionSource';

export interface ServeOptions {
  /** Absolute folder. Who starts the server trusts it: its functions run, in the sandbox. */
  readonly workspace: string;
  readonly version: string;
  readonly compiler?: string | undefined;
  readonly log: (message: string) => void;
}

/** @returns when the client has closed the connection, or `signal` is aborted */
export async function serveFunctions(options: ServeOptions, signal: AbortSignal): Promise<void> {
  const { version, compiler, log } = options;
  const root = await realpath(options.workspace);
  const source = functionSource({ host: { roots: [root], trusted: true }, compiler });
  let known: Promise<SourceTools> | undefined;
  const tools = async (): Promise<SourceTools['tools']> => {
    known ??= source.tools(signal).then(
      (offered) => {
        if (offered.problem !== undefined) log(offered.problem);
        return offered;
      },
      (error: unknown) => {
        known = undefined;
        throw error;
      },
    );
    return (await known).tools;
  };
  const offer: ToolOffer = {
    tools,
    call: async (name, input, call) => {
      const tool = (await tools()).find((each) => each.name === name);
      // Nobody is asked here: the client asks its user before it calls.
      const context = { signal: call.signal, approve: refuse, conversation: 'mcp', progress: call.progress };
      if (tool === undefined) throw new Error(`${name} was taken away while it was called.`);
      return tool.run(input, context);
    },
    onChange: (listener) =>
      source.onChange?.(() => {
        known = undefined;
        listener();
      }) ?? (() => undefined),
  };
  await serveOverStdio(offer, { name: 'whetstone', version }, log, signal);
  await source.dispose?.();
}

function refuse(): Promise<{ readonly kind: 'refused' }> {
  return Promise.resolve({ kind: 'refused' });
}
