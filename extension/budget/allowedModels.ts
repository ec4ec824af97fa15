export interface AllowedModels {
  /** Patterns of the user; empty: all. */
  readonly allowedModels: readonly string[];
  /** Patterns of the workspace, besides; a model must pass both. undefined: the workspace says nothing. */
  readonly workspaceModels: readonly string[] | undefined;
}

/** Matches no model's id: all of them hold a slash. */
const nothing = 'no-model';

/**
 * Takes the lists of `whetstone.gateway.allowedModels` apart. VS Code would let the workspace's value stand in for the
 * user's, which could widen it; so both are handed on and both must let a model through.
 *
 * @param folder of the workspace's folder, which goes before the workspace's as in VS Code
 */
export function allowedModels(lists: {
  readonly user: unknown;
  readonly workspace: unknown;
  readonly folder: unknown;
}): AllowedModels {
  return {
    allowedModels: narrowing(lists.user) ?? [],
    workspaceModels: narrowing(lists.folder) ?? narrowing(lists.workspace),
  };
}

/** A list that makes no sense lets nothing through: it was meant to forbid something. */
function narrowing(value: unknown): readonly string[] | undefined {
  if (value === undefined) return undefined;
  return Array.isArray(value) && value.every((glob) => typeof glob === 'string') ? value : [nothing];
}
