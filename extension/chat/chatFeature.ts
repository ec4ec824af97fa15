import * as vscode from 'vscode';
import type { BudgetFeature } from '../budget/budgetFeature';
import { telling } from '../budget/gatewayProblem';
import { chatVendor } from '../contributions/chatVendor';
import { DisposableStore } from '../disposableStore';
import type { ChatProvider } from './chatProvider';
import type { EditorModels } from './editorModels';

export interface ChatFeatureOptions {
  readonly memory: vscode.Memento;
  readonly log: vscode.LogOutputChannel;
  readonly budget: BudgetFeature;
  readonly editorModels: EditorModels;
}

/** Under this key the offered models are kept, so that a window can name them without a process. */
const lastModelsKey = 'whetstone.chat.models';

/** The gateway's models in VS Code's chat. What answers is loaded when VS Code first asks. */
export class ChatFeature implements vscode.Disposable {
  private readonly owned = new DisposableStore();
  private provider: Promise<ChatProvider> | undefined;

  constructor(private readonly options: ChatFeatureOptions) {
    const { memory, budget } = options;
    const changes = this.owned.push(new vscode.EventEmitter<void>());
    this.owned.push(
      budget.onConfigured(() => {
        void memory.update(lastModelsKey, undefined).then(() => changes.fire());
      }),
    );
    this.owned.push(
      vscode.lm.registerLanguageModelChatProvider(chatVendor.vendor, {
        onDidChangeLanguageModelChatInformation: changes.event,
        provideLanguageModelChatInformation: async (...args) =>
          (await this.get()).provideLanguageModelChatInformation(...args),
        provideLanguageModelChatResponse: async (...args) =>
          (await this.get()).provideLanguageModelChatResponse(...args),
        provideTokenCount: async (...args) => (await this.get()).provideTokenCount(...args),
      }),
    );
  }

  /** The command *Use Models of VS Code*. */
  useEditorModels(): Promise<void> {
    const { budget, editorModels } = this.options;
    return telling(async () => {
      const { pickEditorModels } = await import('./editorModelPick');
      await pickEditorModels(editorModels, () => budget.gateway());
    });
  }

  dispose(): void {
    this.owned.dispose();
  }

  private get(): Promise<ChatProvider> {
    this.provider ??= this.create();
    return this.provider;
  }

  private async create(): Promise<ChatProvider> {
    const { memory, log, budget } = this.options;
    const { ChatProvider } = await import('./chatProvider');
    return new ChatProvider({
      gateway: () => budget.gateway(),
      running: () => budget.running,
      lastModels: {
        get: () => memory.get(lastModelsKey),
        set: (models) => memory.update(lastModelsKey, models),
      },
      log,
      onUsed: () => void budget.names.remember(),
    });
  }
}
