import type { CancellationToken } from 'vscode-jsonrpc';
import type { ApprovalAnswer, ApprovalRequest } from '../../runtime/agent/protocol';

export interface WaitingApproval {
  readonly request: ApprovalRequest;
  /** Conversation in whose answer it was put; undefined: it was put outside a chat. */
  readonly conversation: string | undefined;
}

/** Where a question is put to a person. Ends when it is answered, wherever that was. */
export type PutQuestion = (request: ApprovalRequest) => void;

/** Questions that wait for a person. Each is answered once, by whoever comes first: a button, a command, or a cancelled run. */
export class ApprovalDesk {
  private readonly open = new Map<string, WaitingApproval & { readonly settle: (answer: ApprovalAnswer) => void }>();

  /** @param onChange told whether any question waits */
  constructor(private readonly onChange: (waiting: boolean) => void) {}

  /** Oldest first. */
  get waiting(): readonly WaitingApproval[] {
    return [...this.open.values()].map(({ request, conversation }) => ({ request, conversation }));
  }

  ask(
    request: ApprovalRequest,
    conversation: string | undefined,
    put: PutQuestion,
    token: CancellationToken,
  ): Promise<ApprovalAnswer> {
    return new Promise((resolve) => {
      const registration = token.onCancellationRequested(() => settle({ kind: 'refused' }));
      const settle = (answer: ApprovalAnswer): void => {
        if (!this.open.delete(request.id)) return;
        registration.dispose();
        this.onChange(this.open.size > 0);
        resolve(answer);
      };
      this.open.set(request.id, { request, conversation, settle });
      this.onChange(true);
      if (token.isCancellationRequested) settle({ kind: 'refused' });
      else put(request);
    });
  }

  /** @returns false when the question was answered already, or its run has ended */
  answer(id: string, answer: ApprovalAnswer): boolean {
    const found = this.open.get(id);
    found?.settle(answer);
    return found !== undefined;
  }

  /** The process that asked is gone, or the window closes. */
  refuseAll(): void {
    for (const { settle } of [...this.open.values()]) settle({ kind: 'refused' });
  }
}
