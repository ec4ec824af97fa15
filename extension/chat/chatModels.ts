/** Which models VS Code is offered. No 'vscode': `LanguageModelChatInformation` by its form. */
import type { GatewayModel, ModelEntry } from '../../runtime/gateway/protocol';

/** A model as VS Code's model picker and other extensions see it. */
export interface ChatModel {
  readonly id: string;
  readonly name: string;
  readonly family: string;
  readonly version: string;
  readonly detail: string;
  readonly tooltip: string;
  readonly maxInputTokens: number;
  readonly maxOutputTokens: number;
  readonly capabilities: { readonly imageInput: boolean; readonly toolCalling: boolean };
}

interface Translate {
  t(message: string, ...args: readonly (string | number)[]): string;
}

/** For models that do not tell: what nearly all of today can do. */
const unknownContext = 8192;
/** What one answer is given room for when nothing else is known. */
const usualOutput = 4096;

/** Id of the model that decides by calling the others; it is there when a router model is set. */
const xRouter = 'xrouter';

/** *Auto*, *Local* and *Router* with what the best of their models can do, and each local model by its name. */
export function chatModels(entries: readonly ModelEntry[], l10n: Translate): readonly ChatModel[] {
  const all = entries.filter((entry) => entry.usable).map(({ model }) => model);
  const router = all.find(({ id }) => id === xRouter);
  const usable = all.filter((model) => model !== router);
  const local = usable.filter(({ locality }) => locality === 'local');
  return [
    ...(usable.length === 0
      ? []
      : [
          choice('auto', usable, {
            name: l10n.t('Whetstone Auto'),
            detail: l10n.t('{0} models', usable.length),
            tooltip: l10n.t('The router chooses the cheapest model that is likely to do, within your budget.'),
          }),
        ]),
    ...(local.length === 0
      ? []
      : [
          choice('local', local, {
            name: l10n.t('Whetstone Local'),
            detail: l10n.t('on this machine'),
            tooltip: l10n.t(
              'The router chooses among the models on this machine. Nothing leaves it, nothing is to pay.',
            ),
          }),
        ]),
    ...(router === undefined
      ? []
      : [
          choice(xRouter, [router], {
            name: router.title,
            detail: l10n.t('{0} models', usable.length),
            tooltip: l10n.t('A model of your choice calls the others and decides whose answer is given.'),
          }),
        ]),
    ...local.map((model) => ({
      ...{ id: model.id, name: model.title, family: model.name, version: '1' },
      detail: model.provider === 'local' ? l10n.t('on this machine') : model.provider,
      tooltip: l10n.t('{0}, on this machine', model.id),
      ...limits(model),
      capabilities: { imageInput: model.capabilities.images, toolCalling: model.capabilities.tools },
    })),
  ];
}

function choice(
  id: 'auto' | 'local' | typeof xRouter,
  models: readonly GatewayModel[],
  texts: Pick<ChatModel, 'name' | 'detail' | 'tooltip'>,
): ChatModel {
  const each = models.map(limits);
  return {
    ...{ id, family: `whetstone-${id}`, version: '1', ...texts },
    // The gateway leaves out models for which a request is too long; the longest says what can be asked at all.
    maxInputTokens: Math.max(...each.map(({ maxInputTokens }) => maxInputTokens)),
    maxOutputTokens: Math.max(...each.map(({ maxOutputTokens }) => maxOutputTokens)),
    capabilities: {
      imageInput: models.some(({ capabilities }) => capabilities.images),
      toolCalling: models.some(({ capabilities }) => capabilities.tools),
    },
  };
}

function limits({
  contextTokens = unknownContext,
  maxOutputTokens,
}: GatewayModel): Pick<ChatModel, 'maxInputTokens' | 'maxOutputTokens'> {
  const output = Math.min(maxOutputTokens ?? usualOutput, Math.floor(contextTokens / 2));
  return { maxInputTokens: contextTokens - output, maxOutputTokens: output };
}
