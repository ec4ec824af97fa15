import type * as vscode from 'vscode';
import type { ApprovalRequest } from '../runtime/agent/protocol';
import type { RepositoryPiece } from '../runtime/repository/host/protocol';
import type { LocoContent, PageBenchmark } from '../webviews/locobench/protocol';
import type { TracesContent } from '../webviews/traces/protocol';
import type { AgentClient } from './agent/agentClient';
import type { RememberedApproval } from './agent/approvalMemory';
import type { BudgetView } from './budget/budgetFeature';
import type { BudgetAnswer } from './budget/budgetQuestions';
import type { GatewayClient } from './budget/gatewayClient';
import type { EvaluationClient } from './evaluation/evaluationClient';
import type { QueueSecretStore } from './evaluation/queueSecrets';
import type { ActivityEntry } from './infill/outcome';
import type { Silence } from './infill/suggestionGate';
import type { ModelsView } from './models/modelsFeature';
import type { RewriteView } from './rewrite/rewriteFeature';
import type { RuntimeState } from './runtimeProcess/client';
import type { Status } from './status/statusModel';
import type { DuplicatesFeature } from './toolLibrary/diagnostics/duplicatesFeature';
import type { ToolLibraryFeature } from './toolLibrary/toolLibraryFeature';

/**
 * What the suites inside VS Code look at. `activate` returns it only when the environment variable WHETSTONE_TEST is 1; other
 * extensions get nothing.
 */
export interface TestApi {
  /** Time that `activate` took, without loading the bundle, milliseconds. */
  readonly activationMs: number;
  /** Folder of what the extension keeps between windows. */
  readonly storage: string;
  /** Requests sent to the runtime since the start. */
  modelCalls(): number;
  /** Times that VS Code asked for suggestions. */
  asks(): number;
  status(): Status & { readonly label: string; readonly detail: string };
  entries(): readonly ActivityEntry[];
  /** What is left of the suggestions that stand in the active editor, best first; LF line ends. */
  standing(): readonly string[];
  /** Why the active editor got no suggestion when it was last asked for one; undefined when it got one or was not asked. */
  silence(): Silence | undefined;
  /** Suggestions of which it was learnt what became of them; older ones count less. */
  outcomes(): number;
  /** Absolute paths of the files that suggestions may be copied from, besides their own. */
  sources(): readonly string[];
  /** Pieces of files that need not be open, for a document, best last. */
  pieces(document: vscode.TextDocument): readonly RepositoryPiece[];
  repositoryState(): { readonly state: string; readonly ms: number };
  /** The preview of a rewrite, and the tokens whose confidence is shown. */
  rewrite(): RewriteView;
  /** What the tree and the page of models show. */
  models(): ModelsView;
  /** What the button of the licence dialog does. */
  acceptLicence(model: string, textSha256: string): Promise<void>;
  /** What the button of the question before a removal does. */
  removeModel(model: string): Promise<void>;
  /** What the budget's item and page show. */
  budget(): BudgetView;
  /** What the questions of *Set Budget* end with. */
  setBudget(budget: BudgetAnswer): Promise<void>;
  /** What the question of *Set API Key* ends with. */
  storeKey(provider: string, key: string): Promise<void>;
  gateway(): Promise<GatewayClient>;
  agent(): Promise<AgentClient>;
  /** What VS Code calls for a question to *@whetstone*. */
  readonly chat: vscode.ChatRequestHandler;
  /** Questions for approval that wait. */
  approvals(): readonly ApprovalRequest[];
  rememberedApprovals(): readonly RememberedApproval[];
  /** What the list of *Manage Approvals* does with everything that is unticked. */
  revokeApprovals(): Promise<void>;
  /** What VS Code is offered as MCP servers. */
  functionsServers(): Promise<readonly vscode.McpStdioServerDefinition[]>;
  /** What the page of traces was last sent. */
  traces(): TracesContent;
  /** What a page of evaluations was last sent; default: LoCoBench's. */
  locobench(benchmark?: PageBenchmark): LocoContent;
  evaluation(): Promise<EvaluationClient>;
  /** What the button of the question before tests of a workspace run does. */
  allowExecution(): Promise<void>;
  /** Whether tests of the workspace may run. */
  executionAllowed(): boolean;
  /** The page of the tool library, its process, and what its page asks for; `apply` asks nobody when it is told the answer. */
  readonly toolLibrary: Pick<
    ToolLibraryFeature,
    'content' | 'client' | 'requested' | 'apply' | 'planMerge' | 'carryOut' | 'servers' | 'offered'
  >;
  /** Duplicates in the editor, and of what the user does not want to be told. */
  readonly duplicates: Pick<DuplicatesFeature, 'diagnostics' | 'meant'>;
  /** Secrets of queues; `keep` is what the questions for them end with. */
  readonly queueSecrets: Pick<QueueSecretStore, 'of' | 'keep' | 'forget'>;
  /** Ids of the scenarios in the Test Explorer. */
  scenarioTests(): Promise<readonly string[]>;
  runtime(): Promise<RuntimeState>;
  /** Delay of the extension host's event loop since the last call, milliseconds. */
  eventLoopDelay(): { readonly p50: number; readonly p99: number; readonly max: number };
}
