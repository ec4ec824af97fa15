import * as vscode from 'vscode';
import type { CancellationToken } from 'vscode-jsonrpc';
import type { ApprovalAnswer, ApprovalRequest } from '../../runtime/agent/protocol';
import type { ApprovalChoice } from '../contributions/commandMap';
import { commandReference, runCommand } from '../contributions/commandRegistry';
import { ApprovalDesk } from './approvalDesk';
import type { ApprovalMemory } from './approvalMemory';
import type { ChatPlaces } from './chatPlaces';
import { ChangesPreview } from './changesPreview';

/** Asks the user: in the chat's answer where the run has one, else in a dialog. */
export class Approvals implements vscode.Disposable {
  private readonly desk = new ApprovalDesk((waiting) => {
    void runCommand('setContext', 'whetstone.approvalWaiting', waiting);
  });
  private readonly changes = new ChangesPreview();

  constructor(
    private readonly memory: ApprovalMemory,
    private readonly places: ChatPlaces,
  ) {}

  /** Questions that wait, oldest first. */
  get waiting(): readonly ApprovalRequest[] {
    return this.desk.waiting.map(({ request }) => request);
  }

  async ask(request: ApprovalRequest, token: CancellationToken): Promise<ApprovalAnswer> {
    // Loaded here: few windows ever put a question.
    const { approvalMarkdown } = await import('./approvalText');
    const place = this.places.ofConversation(request.conversation);
    const answer = await this.desk.ask(
      request,
      place?.conversation,
      () => {
        if (place === undefined) {
          void this.askInDialog(request);
          return;
        }
        place.stream.markdown(`\n\n${approvalMarkdown(request, vscode.l10n)}\n`);
        for (const button of this.buttons(request)) place.stream.button(button);
      },
      token,
    );
    if (answer.kind === 'allowed' && answer.remember === 'workspace') this.memory.expect(request.covers);
    place?.stream.markdown(`\n\n> ${answerText(answer)}\n\n`);
    return answer;
  }

  /** What the buttons and the command *Answer Approval* do. */
  async answer(choice: ApprovalChoice | undefined): Promise<void> {
    const chosen = choice ?? (await this.pick());
    if (!chosen || this.desk.answer(chosen.id, toAnswer(chosen))) return;
    void vscode.window.setStatusBarMessage(vscode.l10n.t('This question is answered already.'), 5000);
  }

  /** Opens what a waiting call would change in a diff editor. */
  async showChanges(id: string | undefined): Promise<void> {
    const request = this.waiting.find((each) => (id === undefined ? each.preview.kind === 'edits' : each.id === id));
    if (request?.preview.kind !== 'edits') {
      void vscode.window.showInformationMessage(vscode.l10n.t('No question about changes waits any more.'));
      return;
    }
    await this.changes.show(request.title, request.preview.edits);
  }

  refuseAll(): void {
    this.desk.refuseAll();
  }

  dispose(): void {
    this.desk.refuseAll();
    this.changes.dispose();
  }

  private buttons({ id, preview }: ApprovalRequest): readonly vscode.Command[] {
    const answer = (choice: ApprovalChoice['choice'], title: string): vscode.Command =>
      commandReference('whetstone.agent.answerApproval', title, { id, choice });
    return [
      ...(preview.kind === 'edits'
        ? [commandReference('whetstone.agent.showChanges', vscode.l10n.t('Open Diff'), { id })]
        : []),
      answer('once', vscode.l10n.t('Allow Once')),
      answer('conversation', vscode.l10n.t('Allow in This Conversation')),
      answer('workspace', vscode.l10n.t('Always in This Workspace')),
      answer('refuse', vscode.l10n.t('Refuse')),
    ];
  }

  private async askInDialog(request: ApprovalRequest): Promise<void> {
    const { approvalPlainText } = await import('./approvalText');
    const { id } = request;
    const items = choices(id);
    if (request.preview.kind === 'edits') await this.showChanges(id);
    const chosen = await vscode.window.showWarningMessage(
      request.title,
      { modal: true, detail: approvalPlainText(request, vscode.l10n) },
      ...items.map(({ label }) => label),
    );
    const item = items.find(({ label }) => label === chosen);
    this.desk.answer(id, toAnswer(item?.choice ?? { id, choice: 'refuse' }));
  }

  /** For the keyboard: which question, and the answer. */
  private async pick(): Promise<ApprovalChoice | undefined> {
    const { waiting } = this;
    const [first] = waiting;
    if (!first) {
      void vscode.window.showInformationMessage(vscode.l10n.t('No question waits for an answer.'));
      return undefined;
    }
    const request =
      waiting.length === 1
        ? first
        : (
            await vscode.window.showQuickPick(
              waiting.map((each) => ({ label: each.title, description: each.tool, request: each })),
              { title: vscode.l10n.t('Which question?') },
            )
          )?.request;
    if (!request) return undefined;
    return (await vscode.window.showQuickPick([...choices(request.id)], { title: request.title }))?.choice;
  }
}

function choices(id: string): readonly (vscode.QuickPickItem & { readonly choice: ApprovalChoice })[] {
  return [
    { label: vscode.l10n.t('Allow Once'), choice: { id, choice: 'once' } },
    { label: vscode.l10n.t('Allow in This Conversation'), choice: { id, choice: 'conversation' } },
    { label: vscode.l10n.t('Always in This Workspace'), choice: { id, choice: 'workspace' } },
    { label: vscode.l10n.t('Refuse'), choice: { id, choice: 'refuse' } },
  ];
}

function toAnswer({ choice }: ApprovalChoice): ApprovalAnswer {
  return choice === 'refuse' ? { kind: 'refused' } : { kind: 'allowed', remember: choice };
}

function answerText(answer: ApprovalAnswer): string {
  if (answer.kind === 'refused') return `⊘ ${vscode.l10n.t('Refused')}`;
  switch (answer.remember) {
    case 'once':
      return `✓ ${vscode.l10n.t('Allowed once')}`;
    case 'conversation':
      return `✓ ${vscode.l10n.t('Allowed in this conversation')}`;
    case 'workspace':
      return `✓ ${vscode.l10n.t('Always allowed in this workspace')}`;
  }
}
