import * as vscode from 'vscode';
import type { GatewayErrorData, GenerateEvent } from '../../runtime/gateway/protocol';
import type { GatewayClient } from '../budget/gatewayClient';
import { anyModelConfigured, currentProject } from '../budget/gatewaySettingsReader';
import { asRpcToken } from '../childProcess/rpcToken';
import { runCommand } from '../contributions/commandRegistry';
import { RequestCancelledError, RuntimeRequestError } from '../runtimeProcess/errors';
import { chatModels, type ChatModel } from './chatModels';
import { ChatOutcomes } from './chatOutcomes';
import { editorPart } from './editorParts';
import { toGatewayRequest } from './toGateway';

export interface ChatProviderOptions {
  readonly gateway: () => Promise<GatewayClient>;
  /** The client when its process runs anyway. */
  readonly running: () => GatewayClient | undefined;
  /** The models that were offered last: they can be named without a process. */
  readonly lastModels: {
    get(): readonly ChatModel[] | undefined;
    set(models: readonly ChatModel[]): Thenable<void>;
  };
  readonly log: vscode.LogOutputChannel;
  /** Something is spent in the open workspace. */
  readonly onUsed: () => void;
}

/** Offers the gateway's models to VS Code's chat and to other extensions. */
export class ChatProvider {
  private readonly outcomes = new ChatOutcomes();

  constructor(private readonly options: ChatProviderOptions) {}

  async provideLanguageModelChatInformation(
    { silent }: vscode.PrepareLanguageModelChatModelOptions,
    token: vscode.CancellationToken,
  ): Promise<ChatModel[]> {
    if (!anyModelConfigured()) {
      if (!silent) void runCommand('whetstone.gateway.addProvider');
      return [];
    }
    const { lastModels, running, gateway, log } = this.options;
    const known = lastModels.get();
    // Naming models is not worth a process in every window.
    if (silent && known !== undefined && running() === undefined) return [...known];
    try {
      const models = [...chatModels(await (await gateway()).models(asRpcToken(token)), vscode.l10n)];
      await lastModels.set(models);
      return models;
    } catch (error) {
      if (!(error instanceof RequestCancelledError)) log.warn(`The models cannot be listed: ${String(error)}`);
      return [...(known ?? [])];
    }
  }

  async provideLanguageModelChatResponse(
    model: Pick<vscode.LanguageModelChatInformation, 'id'>,
    messages: readonly vscode.LanguageModelChatRequestMessage[],
    options: vscode.ProvideLanguageModelChatResponseOptions,
    progress: vscode.Progress<vscode.LanguageModelResponsePart>,
    token: vscode.CancellationToken,
  ): Promise<void> {
    const request = toGatewayRequest({
      ...{ model: model.id, messages, tools: options.tools ?? [], toolMode: options.toolMode },
      modelOptions: options.modelOptions ?? {},
      project: currentProject()?.id,
    });
    const { conversation = '' } = request;
    this.options.onUsed();
    const client = await this.options.gateway();
    const outcome = this.outcomes.asked(conversation, request.messages, Date.now());
    if (outcome) client.outcome(outcome);
    const toolCalls: string[] = [];
    let answeredBy = model.id;
    const tell = (event: GenerateEvent): void => {
      switch (event.type) {
        case 'text':
          progress.report(new vscode.LanguageModelTextPart(event.text));
          break;
        case 'tool-call':
          toolCalls.push(event.id);
          progress.report(new vscode.LanguageModelToolCallPart(event.id, event.name, asObject(event.input)));
          break;
        case 'warning':
          this.options.log.warn(event.message);
          break;
        case 'finish':
          answeredBy = event.model;
          break;
        // The decision is on the page; for thoughts the API has no part yet.
        case 'decision':
        case 'started':
        case 'router-turn':
        case 'router-call':
        case 'reasoning':
          break;
      }
    };
    const result = await asEditorErrors(() => client.generate(request, tell, asRpcToken(token)));
    if (result.kind === 'failed')
      throw token.isCancellationRequested ? new vscode.CancellationError() : editorError(result.error);
    this.outcomes.answered(conversation, request.messages, { decision: result.decision, model: answeredBy, toolCalls });
  }

  async provideTokenCount(
    model: Pick<vscode.LanguageModelChatInformation, 'id'>,
    content: string | vscode.LanguageModelChatRequestMessage,
    token: vscode.CancellationToken,
  ): Promise<number> {
    const text = typeof content === 'string' ? content : textOf(content);
    try {
      return (await (await this.options.gateway()).countTokens(model.id, text, asRpcToken(token))).tokens;
    } catch (error) {
      if (error instanceof RequestCancelledError) throw new vscode.CancellationError();
      throw error;
    }
  }
}

function asObject(input: unknown): object {
  return typeof input === 'object' && input !== null ? input : { value: input };
}

function textOf({ content }: vscode.LanguageModelChatRequestMessage): string {
  return content
    .map(editorPart)
    .map((part) => {
      switch (part.kind) {
        case 'text':
          return part.text;
        case 'tool-call':
          return part.part.name + JSON.stringify(part.part.input);
        case 'tool-result':
          return JSON.stringify(part.part.content);
        case 'other':
          return part.json;
        case 'data':
          return '';
      }
    })
    .join('\n');
}

/** Errors on the way to the gateway, as VS Code and other extensions know them. */
async function asEditorErrors<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof RequestCancelledError) throw new vscode.CancellationError();
    if (error instanceof RuntimeRequestError) throw new Error(`${error.message} ${error.action}`, { cause: error });
    throw error;
  }
}

/** A refused or failed call: its message says what happened and what to do. */
function editorError({ kind, message, action, refusal }: GatewayErrorData): Error {
  const text = `${refusal?.message ?? message} ${refusal?.action ?? action}`;
  if (kind === 'aborted') return new vscode.CancellationError();
  switch (refusal?.reason) {
    case 'budget':
    case 'ceiling':
    case 'price-unknown':
    case 'ledger-unavailable':
      return vscode.LanguageModelError.Blocked(text);
    case 'local-only':
    case 'policy':
      return vscode.LanguageModelError.NoPermissions(text);
    case 'no-model':
      return vscode.LanguageModelError.NotFound(text);
    case 'context':
    case undefined:
      return kind === 'authentication' ? vscode.LanguageModelError.NoPermissions(text) : new Error(text);
  }
}
