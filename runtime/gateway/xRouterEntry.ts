import { xRouterName } from './decideXRouter';
import type { ModelDirectory } from './modelDirectory';
import { problemOf } from './modelEntries';
import type { ModelEntry, RoutingPolicy } from './protocol';
import type { GatewayModel } from './types';

/** The model `xrouter` in the list of models; undefined when no router model is set. */
export function xRouterEntry(
  entries: readonly ModelEntry[],
  policy: RoutingPolicy,
  directory: Pick<ModelDirectory, 'find'>,
): ModelEntry | undefined {
  const { routerModel } = policy;
  if (routerModel === undefined) return undefined;
  const found = directory.find(routerModel);
  const usable = entries.filter((entry) => entry.usable).map(({ model }) => model);
  const problem =
    found === undefined
      ? `There is no model ${JSON.stringify(routerModel)}, which the settings name as the router.`
      : (problemOf(found.model, policy) ??
        found.provider.problem ??
        (found.model.capabilities.tools || found.model.capabilities.json
          ? undefined
          : `${routerModel} can neither call tools nor answer in JSON, so it cannot be the router.`) ??
        (usable.length === 0 ? 'There is no model that it could call.' : undefined));
  const model = modelOf(usable, found?.model, policy.localOnly);
  return { model, endpoint: model.provider, usable: problem === undefined, ...(problem !== undefined && { problem }) };
}

/** What it can do is what the models can that it calls. Local only where nothing that it may call lies elsewhere. */
function modelOf(usable: readonly GatewayModel[], router: GatewayModel | undefined, localOnly: boolean): GatewayModel {
  const can = (ability: keyof GatewayModel['capabilities']): boolean =>
    usable.some(({ capabilities }) => capabilities[ability]);
  const all = router === undefined ? usable : [router, ...usable];
  return {
    ...{ id: xRouterName, provider: 'whetstone', name: xRouterName, unit: 'tokens' },
    title: router === undefined ? 'Whetstone Router' : `Whetstone Router (${router.title})`,
    locality: localOnly || all.every(({ locality }) => locality === 'local') ? 'local' : 'cloud',
    contextTokens: router?.contextTokens,
    maxOutputTokens: router?.maxOutputTokens,
    capabilities: { tools: can('tools'), images: can('images'), json: can('json'), reasoning: can('reasoning') },
    price: router?.price,
  };
}
