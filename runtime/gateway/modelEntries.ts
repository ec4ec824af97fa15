import { isAllowed } from './allowedModels';
import type { ListedModels } from './modelDirectory';
import type { ModelEntry, ProviderProblem, RoutingPolicy } from './protocol';
import type { Provider } from './providers/provider';
import type { GatewayModel } from './types';

/** All models with whether each can be called now, and why not. */
export function modelEntries(listed: readonly ListedModels[], policy: RoutingPolicy): readonly ModelEntry[] {
  return listed.flatMap(({ provider, models, problem }) =>
    models.map((model): ModelEntry => {
      const why = problemOf(model, policy) ?? provider.problem ?? problem ?? provider.problemOf?.(model.name);
      const endpoint = endpointOf(provider, model.name);
      return { model, endpoint, usable: why === undefined, ...(why !== undefined && { problem: why }) };
    }),
  );
}

function endpointOf(provider: Provider, name: string): string {
  return provider.endpointOf?.(name) ?? provider.priced.baseUrl ?? provider.priced.kind;
}

/** Providers of which something is wrong: those that have no models to show it at, too. */
export function providerProblems(listed: readonly ListedModels[]): readonly ProviderProblem[] {
  return listed.flatMap(({ provider: { id, title, problem: own, unreachable }, problem: listing }) => {
    const problem = own ?? listing ?? unreachable;
    return problem === undefined ? [] : [{ provider: id, title, problem }];
  });
}

/** What of policy and price is in the way of a model. */
export function problemOf(model: GatewayModel, policy: RoutingPolicy): string | undefined {
  if (policy.localOnly && model.locality === 'cloud') return 'Not on this machine, and “local only” is on.';
  if (!isAllowed(model.id, policy)) return 'Not among the models that are allowed here.';
  if (model.price === undefined) return 'Its price is not known: enter it in the settings of its provider.';
  return undefined;
}
