/** Turns the gateway's messages into those of VS Code's language models. */
import * as vscode from 'vscode';
import type { GenerateRequest, Json, Message, MessagePart } from '../../runtime/gateway/protocol';

export function toEditorMessages(messages: readonly Message[]): vscode.LanguageModelChatMessage[] {
  return messages.map(({ role, content }) => {
    switch (role) {
      case 'assistant':
        return vscode.LanguageModelChatMessage.Assistant(content.flatMap(assistantPart));
      // There is no role for the system in the stable API: its text goes first as the user's.
      case 'system':
      case 'user':
      case 'tool':
        return vscode.LanguageModelChatMessage.User(content.flatMap(userPart));
    }
  });
}

export function toEditorOptions(request: GenerateRequest): vscode.LanguageModelChatRequestOptions {
  const { tools = [], toolChoice, maxOutputTokens, temperature, topP } = request;
  const offered = toolChoice?.kind === 'none' ? [] : tools;
  return {
    justification: vscode.l10n.t('You have let Whetstone route to this model.'),
    modelOptions: {
      ...(maxOutputTokens === undefined ? {} : { max_tokens: maxOutputTokens }),
      ...(temperature === undefined ? {} : { temperature }),
      ...(topP === undefined ? {} : { top_p: topP }),
    },
    ...(offered.length === 0
      ? {}
      : {
          tools: offered.map(({ name, description, inputSchema }) => ({ name, description, inputSchema })),
          toolMode:
            toolChoice?.kind === 'required' || toolChoice?.kind === 'tool'
              ? vscode.LanguageModelChatToolMode.Required
              : vscode.LanguageModelChatToolMode.Auto,
        }),
  };
}

type UserPart = vscode.LanguageModelTextPart | vscode.LanguageModelToolResultPart | vscode.LanguageModelDataPart;
type AssistantPart = vscode.LanguageModelTextPart | vscode.LanguageModelToolCallPart | vscode.LanguageModelDataPart;

function userPart(part: MessagePart): readonly UserPart[] {
  switch (part.type) {
    case 'text':
      return [new vscode.LanguageModelTextPart(part.text)];
    case 'image':
      return [vscode.LanguageModelDataPart.image(Buffer.from(part.data, 'base64'), part.mediaType)];
    case 'tool-result':
      return [
        new vscode.LanguageModelToolResultPart(part.id, [new vscode.LanguageModelTextPart(outputText(part.output))]),
      ];
    case 'reasoning':
    case 'tool-call':
      return [];
  }
}

function assistantPart(part: MessagePart): readonly AssistantPart[] {
  switch (part.type) {
    case 'text':
      return [new vscode.LanguageModelTextPart(part.text)];
    case 'tool-call':
      return [new vscode.LanguageModelToolCallPart(part.id, part.name, inputObject(part.input))];
    case 'image':
    case 'reasoning':
    case 'tool-result':
      return [];
  }
}

function outputText(output: Json): string {
  return typeof output === 'string' ? output : JSON.stringify(output);
}

function inputObject(input: Json): object {
  return typeof input === 'object' && input !== null ? input : { value: input };
}
