import type { RoutingPolicy } from './protocol';

/** Whether the user and the workspace both let a model through. */
export function isAllowed(id: string, policy: Pick<RoutingPolicy, 'allowedModels' | 'workspaceModels'>): boolean {
  return matches(id, policy.allowedModels) && matches(id, policy.workspaceModels ?? []);
}

/** Whether a model's id matches any of some globs, in which `*` stands for any characters, `/` too. No globs: it does. */
function matches(id: string, globs: readonly string[]): boolean {
  if (globs.length === 0) return true;
  return globs.some((glob) => {
    const pattern = glob
      .split('*')
      .map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, '\\$&'))
      .join('.*');
    return new RegExp(`^${pattern}$`, 'i').test(id);
  });
}
