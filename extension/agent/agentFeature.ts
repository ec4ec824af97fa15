import path from 'node:path';
import * as vscode from 'vscode';
import type { ServerTools } from '../../runtime/toolLibrary/protocol';
import type { BudgetFeature } from '../budget/budgetFeature';
import { telling } from '../budget/gatewayProblem';
import { currentProject } from '../budget/gatewaySettingsReader';
import { chatVendor } from '../contributions/chatVendor';
import { chatParticipant } from '../contributions/chatParticipant';
import type { ApprovalChoice, RunTarget } from '../contributions/commandMap';
import { runCommand } from '../contributions/commandRegistry';
import { readSetting, writeSetting } from '../contributions/configuration';
import { DisposableStore } from '../disposableStore';
import { ExcludedFiles } from '../infill/excludedFiles';
import type { AgentClient } from './agentClient';
import { AgentService } from './agentService';
import { ApprovalMemory } from './approvalMemory';
import { Approvals } from './approvals';
import type { ChatParticipant } from './chatParticipant';
import { ChatPlaces } from './chatPlaces';
import { functionsServers, registerFunctionsServer } from './functionsServer';
import type { ServerManagementParts } from './serverManagement';
import { registerLanguageModelTools } from './languageModelTools';
import { McpInputs } from './mcpInputs';
import { TracesFeature } from '../traces/tracesFeature';

export interface AgentFeatureOptions {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly budget: BudgetFeature;
}

/** The agent in this window: participant, tools, approvals, servers, traces. Nothing is started before somebody asks. */
export class AgentFeature implements vscode.Disposable {
  readonly traces: TracesFeature;
  readonly approvals: Approvals;
  readonly memory: ApprovalMemory;
  private readonly inputs: McpInputs;
  private readonly places = new ChatPlaces();
  private readonly service: AgentService;
  private readonly owned = new DisposableStore();
  private participant: Promise<ChatParticipant> | undefined;

  constructor(private readonly options: AgentFeatureOptions) {
    const { context, log, budget } = options;
    this.memory = new ApprovalMemory(context.workspaceState);
    this.inputs = new McpInputs(context.secrets, context.workspaceState, () => currentProject()?.id ?? '');
    this.approvals = this.owned.push(new Approvals(this.memory, this.places));
    this.service = this.owned.push(
      new AgentService({
        ...{ extensionPath: context.extensionPath, log, memory: this.memory },
        parent: async () => {
          const { parentOf } = await import('./parentOf');
          const { approvals, memory, inputs, places } = this;
          return parentOf({ ...{ approvals, memory, inputs, places, log }, gateway: () => budget.gateway() });
        },
        onToolsChanged: () => undefined,
        onRunsChanged: () => this.traces.changed(),
        onEnd: () => {
          this.approvals.refuseAll();
          this.traces.changed();
        },
      }),
    );
    this.traces = this.owned.push(
      new TracesFeature({
        ...{ context, log, agent: () => this.agent() },
        projects: () => budget.names.all,
        inChat: (query) => this.inChat(query),
      }),
    );
    this.registerParticipant();
    this.owned.push(registerLanguageModelTools(() => this.agent()));
    this.owned.push(registerFunctionsServer(context.extensionPath));
  }

  /** The client, whose process starts with the first request. @throws RuntimeRequestError without trust */
  agent(): Promise<AgentClient> {
    return this.service.get();
  }

  /** The client when there has been need of one. */
  get current(): Promise<AgentClient> | undefined {
    return this.service.current;
  }

  /** For the suites inside VS Code. */
  functionsServers(): Promise<readonly vscode.McpStdioServerDefinition[]> {
    return functionsServers(this.options.context.extensionPath);
  }

  /** What VS Code calls for a question; the suites call it with an answer of their own. */
  readonly handle: vscode.ChatRequestHandler = async (request, context, stream, token) =>
    (await this.chat()).handle(request, context, stream, token);

  ask(): Promise<void> {
    return this.inChat('', true);
  }

  answer(choice?: ApprovalChoice): Promise<void> {
    return this.approvals.answer(choice);
  }

  showChanges(target?: RunTarget): Promise<void> {
    return this.approvals.showChanges(target?.id);
  }

  manageApprovals(): Promise<void> {
    return telling(async () => {
      const { manageApprovals } = await import('./choosing');
      if (await manageApprovals(this.memory)) await this.service.reconfigure();
    });
  }

  /** Forgets everything that was allowed for good. */
  async revokeApprovals(): Promise<void> {
    await this.memory.revoke(this.memory.approvals.map(({ key }) => key));
    await this.service.reconfigure();
  }

  chooseTools(): Promise<void> {
    return telling(async () => {
      const { chooseTools } = await import('./choosing');
      await chooseTools(await this.agent());
    });
  }

  manageServers(): Promise<void> {
    return telling(async () => {
      const { manageServers } = await import('./serverManagement');
      await manageServers(await this.serverParts());
    });
  }

  /** Asks which servers are meant, and before one is started. @returns names; undefined: nothing was decided */
  async chooseServers(chosen: readonly string[]): Promise<readonly string[] | undefined> {
    const { chooseServers } = await import('./serverTools');
    return chooseServers(await this.serverParts(), chosen);
  }

  /** What servers have, as they say it. @throws RuntimeRequestError without trust */
  async serverTools(names: readonly string[]): Promise<readonly ServerTools[]> {
    const { toolsOfServers } = await import('./serverTools');
    return toolsOfServers(await this.agent(), names);
  }

  async toggleReadOnly(): Promise<void> {
    const readOnly = readSetting('whetstone.agent.mode') === 'read-only';
    await writeSetting('whetstone.agent.mode', readOnly ? 'ask' : 'read-only');
    const text = readOnly
      ? vscode.l10n.t('The agent asks before it changes anything.')
      : vscode.l10n.t('The agent only reads.');
    void vscode.window.setStatusBarMessage(text, 5000);
  }

  dispose(): void {
    this.owned.dispose();
  }

  private async serverParts(): Promise<ServerManagementParts> {
    const { memory, inputs } = this;
    return { client: await this.agent(), memory, inputs, showLog: () => void runCommand('whetstone.showLog') };
  }

  private registerParticipant(): void {
    const participant = vscode.chat.createChatParticipant(chatParticipant.id, this.handle);
    participant.iconPath = vscode.Uri.file(path.join(this.options.context.extensionPath, 'media', 'icon.png'));
    participant.followupProvider = {
      provideFollowups: async (result) => (await this.chat()).followups(result),
    };
    this.owned.push(participant);
  }

  private chat(): Promise<ChatParticipant> {
    this.participant ??= this.makeParticipant();
    return this.participant;
  }

  private async makeParticipant(): Promise<ChatParticipant> {
    const { log, budget } = this.options;
    const { ChatParticipant } = await import('./chatParticipant');
    const excluded = this.owned.push(new ExcludedFiles());
    return new ChatParticipant({
      ...{ log, agent: () => this.agent(), places: this.places },
      excluded: (uri) => excluded.patternForUri(uri) !== undefined,
      onUsed: () => void budget.names.remember(),
    });
  }

  private async inChat(query: string, partial = false): Promise<void> {
    // VS Code refuses a question while it does not know its models yet ("Language model unavailable").
    await vscode.lm.selectChatModels({ vendor: chatVendor.vendor });
    await runCommand('workbench.action.chat.open', {
      query: `@${chatParticipant.name} ${query}`,
      ...(partial ? { isPartialQuery: true } : {}),
    });
  }
}
