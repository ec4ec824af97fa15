import type * as vscode from 'vscode';

/** Ties a call of a tool to a request in the chat view; undefined outside of it. */
export type ChatToken = vscode.LanguageModelToolInvocationOptions<object>['toolInvocationToken'];

/** The answer that a run writes into. */
export interface ChatPlace {
  readonly conversation: string;
  readonly stream: Pick<vscode.ChatResponseStream, 'markdown' | 'button'>;
  /** Ties calls of VS Code's tools to this answer. */
  readonly token: ChatToken;
  /** Names of the tools whose calls were announced in it, latest last. */
  readonly announced: string[];
}

/** The answers that are being written, so that questions and tools of VS Code find the one that they belong to. */
export class ChatPlaces {
  private readonly open = new Set<ChatPlace>();

  enter(place: ChatPlace): { dispose(): void } {
    this.open.add(place);
    return { dispose: () => this.open.delete(place) };
  }

  /** Where a call of a tool stands; undefined: in no chat. */
  of(tool: string): ChatPlace | undefined {
    const places = [...this.open];
    return (
      places.findLast(({ announced }) => announced.at(-1) === tool) ??
      places.find(({ announced }) => announced.includes(tool))
    );
  }

  ofConversation(conversation: string): ChatPlace | undefined {
    return [...this.open].find((place) => place.conversation === conversation);
  }
}
