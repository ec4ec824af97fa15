import type * as vscode from 'vscode';

const approvalsKey = 'whetstone.agent.approvals';
const serversKey = 'whetstone.agent.allowedServers';

export interface RememberedApproval {
  /** Of the registry; what it says is for programs. */
  readonly key: string;
  /** What it covers, for people. */
  readonly covers: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What the user allowed for good in this workspace. Kept by VS Code beside the workspace, where a repository cannot write. */
export class ApprovalMemory {
  /** What the questions were about whose answers are to be remembered, oldest first: their keys follow. */
  private readonly expected: string[] = [];

  constructor(
    private readonly memory: vscode.Memento,
    private readonly now: () => number = Date.now,
  ) {}

  get approvals(): readonly RememberedApproval[] {
    return this.memory.get<readonly RememberedApproval[]>(approvalsKey) ?? [];
  }

  /** Hashes of server configurations that may be started. */
  get servers(): readonly string[] {
    return this.memory.get<readonly string[]>(serversKey) ?? [];
  }

  /** A question was answered with "always"; its key comes with `remember`. */
  expect(covers: string): void {
    this.expected.push(covers);
  }

  async remember(key: string): Promise<void> {
    const covers = this.expected.shift() ?? key;
    const others = this.approvals.filter((each) => each.key !== key);
    await this.memory.update(approvalsKey, [...others, { key, covers, at: this.now() }]);
  }

  async revoke(keys: readonly string[]): Promise<void> {
    await this.memory.update(
      approvalsKey,
      this.approvals.filter(({ key }) => !keys.includes(key)),
    );
  }

  async allowServer(hash: string): Promise<void> {
    await this.memory.update(serversKey, [...new Set([...this.servers, hash])]);
  }

  async revokeServers(): Promise<void> {
    await this.memory.update(serversKey, []);
  }
}
