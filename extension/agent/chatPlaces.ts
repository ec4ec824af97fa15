import type * as vscode from 'vscode';

/** Ties a call of a tool to a request in the chat view; undefined outside of it. */
export type ChatToken = vscode.LanguageModelToolInvocationOptions<object>['toolInvocationToken'];

/** The answer that a run writes into. */
export interface ChatPlace {
  readonly conversation: string;
  readonly stream: Pick<vscode.ChatResponseStream, 'markdown' | 'button'>;
  /** Ties calls of VS Code's tools to this answer. */
  readonly token: ChatToken;
}

/** The answers that are being written, so that questions and tools of VS Code find the one that they belong to. */
export class ChatPlaces {
  private readonly open = new Set<ChatPlace>();

  enter(place: ChatPlace): { dispose(): void } {
    this.open.add(place);
    return { dispose: () => this.open.delete(place) };
  }

  /** undefined: it is in no chat. */
  ofConversation(conversation: string): ChatPlace | undefined {
    return [...this.open].find((place) => place.conversation === conversation);
  }
}
