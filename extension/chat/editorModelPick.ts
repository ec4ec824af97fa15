/** *Use Models of VS Code*: which, at what price, and VS Code's own question for consent. */
import * as vscode from 'vscode';
import { parseDollars } from '../budget/budgetFigures';
import type { GatewayClient } from '../budget/gatewayClient';
import { readSetting, writeSetting } from '../contributions/configuration';
import { editorModelId, type EditorModels } from './editorModels';

export async function pickEditorModels(models: EditorModels, gateway: () => Promise<GatewayClient>): Promise<void> {
  const { l10n } = vscode;
  const present = await models.present();
  if (present.length === 0) {
    void vscode.window.showInformationMessage(
      l10n.t('VS Code has no models of other extensions. They come, for example, with GitHub Copilot.'),
    );
    return;
  }
  const used = readSetting('whetstone.gateway.editorModels');
  const items = present.map((model) => ({
    label: model.name,
    description: editorModelId(model),
    picked: used[editorModelId(model)] !== undefined,
    model,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: l10n.t('Models of VS Code that the router may use'),
    canPickMany: true,
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  if (!chosen) return;
  const added = chosen.filter(({ picked }) => !picked);
  const price = added.length === 0 ? 0 : await askForPrice();
  if (price === undefined) return;
  await useEditorModels(
    models,
    gateway,
    chosen.map(({ model, description }) => ({ model, price: used[description] ?? price })),
  );
}

/** Writes the setting, and lets VS Code ask for consent where it has not yet; for that each new model gets one short request. */
export async function useEditorModels(
  models: EditorModels,
  gateway: () => Promise<GatewayClient>,
  chosen: readonly { readonly model: vscode.LanguageModelChat; readonly price: number }[],
): Promise<void> {
  const setting = Object.fromEntries(chosen.map(({ model, price }) => [editorModelId(model), price]));
  await writeSetting('whetstone.gateway.editorModels', setting);
  for (const { model } of chosen) {
    if (models.consent(model) === true) continue;
    const id = editorModelId(model);
    const ask = vscode.l10n.t('Ask');
    const answer = await vscode.window.showInformationMessage(
      vscode.l10n.t('VS Code asks for your consent with a first request to {0}.', model.name),
      {
        modal: true,
        detail: vscode.l10n.t('It is a short one, goes through your budgets, and counts as one request.'),
      },
      ask,
    );
    if (answer !== ask) continue;
    await models.withQuestion(id, async () => {
      const client = await gateway();
      await client.reconfigure();
      const entry = (await client.models()).find(({ model: { unit, name } }) => unit === 'requests' && name === id);
      const result = await client.generate(
        {
          model: entry?.model.id ?? id,
          messages: [{ role: 'user', content: [{ type: 'text', text: 'Answer with OK.' }] }],
          ...{ purpose: 'chat', maxOutputTokens: 8 },
        },
        () => undefined,
      );
      if (result.kind === 'failed') {
        void vscode.window.showWarningMessage(`${result.error.message} ${result.error.action}`);
      }
    });
  }
}

async function askForPrice(): Promise<number | undefined> {
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t('What does a request cost?'),
    prompt: vscode.l10n.t(
      'US dollars for budgets in dollars; 0 when requests are in your plan. You can change it in the settings.',
    ),
    value: '0.04',
    ignoreFocusOut: true,
    validateInput: (value) =>
      parseDollars(value) === undefined ? vscode.l10n.t('Type an amount such as 0.04.') : undefined,
  });
  const micro = typed === undefined ? undefined : parseDollars(typed);
  return micro === undefined ? undefined : micro / 1e6;
}
