import * as vscode from 'vscode';
import type { HostModel } from '../../runtime/gateway/protocol';
import type { HostGenerate } from '../budget/hostAnswer';
import { chatVendor } from '../contributions/chatVendor';
import { readSetting } from '../contributions/configuration';
import { RuntimeRequestError } from '../runtimeProcess/errors';
import { editorPart } from './editorParts';

/** Id of a model of another extension in `whetstone.gateway.editorModels` and in the gateway. */
export function editorModelId({ vendor, id }: Pick<vscode.LanguageModelChat, 'vendor' | 'id'>): string {
  return `${vendor}/${id}`;
}

/**
 * Models of other extensions as models of the gateway, counted by requests: only those that the user chose, never our own
 * (a call would come back here for ever), and only with the consent that VS Code asks for.
 */
export class EditorModels {
  /** While the user is asked, the request that makes VS Code ask may pass without consent. */
  private asking: string | undefined;

  constructor(private readonly access: vscode.LanguageModelAccessInformation) {}

  /** Those that the user chose and that are there. */
  async chosen(): Promise<readonly HostModel[]> {
    const perRequest = readSetting('whetstone.gateway.editorModels');
    if (Object.keys(perRequest).length === 0) return [];
    // One vendor after the other and never all: among all is our own provider, which waits for the gateway, which waits for this.
    const vendors = [...new Set(Object.keys(perRequest).map(vendorOf))].filter((each) => each !== chatVendor.vendor);
    const present = await Promise.all(vendors.map((vendor) => vscode.lm.selectChatModels({ vendor })));
    return present.flat().flatMap((model) => {
      const id = editorModelId(model);
      const price = perRequest[id];
      if (price === undefined) return [];
      const { vendor, name, maxInputTokens } = model;
      return [{ id, title: name, vendor, contextTokens: maxInputTokens, perRequest: price }];
    });
  }

  /** All models of other extensions, to choose from. */
  async present(): Promise<readonly vscode.LanguageModelChat[]> {
    const models = await vscode.lm.selectChatModels();
    return models.filter(({ vendor }) => vendor !== chatVendor.vendor);
  }

  /** Lets requests to a model pass while `ask` runs, so that VS Code can put its question. Call after a user's action only. */
  async withQuestion(id: string, ask: () => Promise<void>): Promise<void> {
    this.asking = id;
    try {
      await ask();
    } finally {
      this.asking = undefined;
    }
  }

  /** Whether a request is allowed; undefined: VS Code has not asked the user yet. */
  consent(model: vscode.LanguageModelChat): boolean | undefined {
    return this.access.canSendRequest(model);
  }

  readonly generate: HostGenerate = async ({ model: id, request }, tell, token) => {
    const vendor = vendorOf(id);
    const models = vendor === chatVendor.vendor ? [] : await vscode.lm.selectChatModels({ vendor });
    const model = models.find((each) => editorModelId(each) === id);
    if (!model || readSetting('whetstone.gateway.editorModels')[editorModelId(model)] === undefined) {
      throw new RuntimeRequestError({
        kind: 'model-missing',
        message: vscode.l10n.t('VS Code has no model {0} any more, or it may not be used.', id),
        action: vscode.l10n.t('Choose again with the command "Use Models of VS Code".'),
      });
    }
    if (this.consent(model) !== true && this.asking !== editorModelId(model)) {
      throw new RuntimeRequestError({
        kind: 'denied',
        message: vscode.l10n.t('VS Code has no consent of yours to send requests to {0}.', model.name),
        action: vscode.l10n.t('Give it with the command "Use Models of VS Code".'),
      });
    }
    // Loaded here: few windows call models of other extensions.
    const { toEditorMessages, toEditorOptions } = await import('./toEditor');
    const source = new vscode.CancellationTokenSource();
    const registration = token.onCancellationRequested(() => source.cancel());
    try {
      const response = await model.sendRequest(
        toEditorMessages(request.messages),
        toEditorOptions(request),
        source.token,
      );
      let finish: 'stop' | 'tool-calls' = 'stop';
      for await (const each of response.stream) {
        const part = editorPart(each);
        if (part.kind === 'text' && part.text !== '') tell({ type: 'text', text: part.text });
        if (part.kind === 'tool-call') {
          finish = 'tool-calls';
          const { callId, name, input } = part.part;
          tell({ type: 'tool-call', id: callId, name, inputJson: JSON.stringify(input) });
        }
      }
      return { finish };
    } catch (error) {
      throw error instanceof vscode.LanguageModelError ? refusedBy(model, error) : error;
    } finally {
      registration.dispose();
      source.dispose();
    }
  };
}

function vendorOf(id: string): string {
  return id.slice(0, Math.max(0, id.indexOf('/')));
}

function refusedBy(model: vscode.LanguageModelChat, error: vscode.LanguageModelError): RuntimeRequestError {
  return new RuntimeRequestError({
    kind: 'denied',
    message: vscode.l10n.t('{0} of VS Code did not answer: {1}.', model.name, error.message || error.code),
    action: vscode.l10n.t('Choose another model, or look at its extension.'),
  });
}
