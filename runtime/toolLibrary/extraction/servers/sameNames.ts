import type { ToolRecord } from '../../types';

export interface SameName {
  readonly name: string;
  readonly tools: readonly { readonly id: string; readonly server: string }[];
  /** Whether description and parameters are the same too. */
  readonly alike: boolean;
}

/**
 * Tools of one name that several servers have. Each server has a state of its own (another configuration is another server), so they are never
 * merged, however much they are alike: the same call asks another thing of each.
 */
export function sameNames(tools: readonly ToolRecord[]): readonly SameName[] {
  const byName = new Map<string, ToolRecord[]>();
  for (const tool of tools) {
    if (tool.kind === 'mcp') byName.set(tool.name, [...(byName.get(tool.name) ?? []), tool]);
  }
  return [...byName].flatMap(([name, same]) =>
    same.length < 2
      ? []
      : {
          name,
          tools: same.map(({ id, provenance }) => ({ id, server: provenance.replace(/^mcp:/, '') })),
          alike:
            new Set(same.map(({ description, parameters }) => JSON.stringify([description, parameters]))).size === 1,
        },
  );
}

/** Members that may become one: those of different servers may not. */
export function apartByServer(members: readonly ToolRecord[]): readonly (readonly ToolRecord[])[] {
  const parts = new Map<string, ToolRecord[]>();
  for (const tool of members) {
    const key = tool.kind === 'mcp' ? tool.provenance : '';
    parts.set(key, [...(parts.get(key) ?? []), tool]);
  }
  return [...parts.values()];
}
