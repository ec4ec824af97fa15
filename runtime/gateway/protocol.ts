/**
 * Every request and notification between the extension host and the gateway child (`host/main.ts`), and the data they
 * carry. Requests that fail answer with RUNTIME_ERROR_CODE and RuntimeErrorData of runtime/protocol.ts; a refused or failed
 * generation answers with GatewayErrorData in `GenerateResult`.
 */
import { NotificationType, NotificationType0, RequestType, RequestType0 } from 'vscode-jsonrpc';
import type { RuntimeErrorData } from '../protocol';
import type {
  Budget,
  BudgetScope,
  BudgetState,
  BudgetWarning,
  GatewayModel,
  GenerateEvent,
  GenerateRequest,
  LedgerScope,
  Locality,
  Outcome,
  Price,
  Purpose,
  Refusal,
  RouteDecision,
  Usage,
} from './types';

export type * from './types';

export type ProviderKind = 'openai' | 'anthropic' | 'google' | 'openai-compatible';

/** An endpoint that the user set up. Its key never stands here. */
export interface ProviderConfig {
  /** Short name, unique: first half of its models' ids. */
  readonly id: string;
  readonly kind: ProviderKind;
  readonly title?: string | undefined;
  /** Default: the vendor's own. */
  readonly baseUrl?: string | undefined;
  /** Only an address of the loopback interface counts as local, whatever the user says; a fleet elsewhere is cloud. */
  readonly models?: readonly ModelConfig[] | undefined;
  /** Calls under way at once; default 4. */
  readonly concurrency?: number | undefined;
  readonly requestsPerMinute?: number | undefined;
  readonly tokensPerMinute?: number | undefined;
}

/** What the user says of a model that no table knows, or overrides. */
export interface ModelConfig {
  readonly name: string;
  readonly title?: string | undefined;
  readonly contextTokens?: number | undefined;
  readonly maxOutputTokens?: number | undefined;
  readonly tools?: boolean | undefined;
  readonly images?: boolean | undefined;
  /** USD for a million tokens. */
  readonly price?:
    | {
        readonly input: number;
        readonly output: number;
        readonly cacheRead?: number | undefined;
        readonly cacheWrite?: number | undefined;
        /** USD a request. */
        readonly perRequest?: number | undefined;
      }
    | undefined;
}

/** A model of VS Code (`vscode.lm`), which the extension host calls for the gateway: counted by requests. */
export interface HostModel {
  readonly id: string;
  readonly title: string;
  readonly vendor: string;
  readonly contextTokens: number;
  /** USD a request, by the user; undefined: not eligible under a budget in dollars. */
  readonly perRequest?: number | undefined;
}

/** What may be used; a workspace can only narrow it. */
export interface RoutingPolicy {
  readonly localOnly: boolean;
  /** Globs over model ids; empty: all. */
  readonly allowedModels: readonly string[];
  /** What the workspace lets through of them, in the same form; empty or left out: all. A model must pass both lists. */
  readonly workspaceModels?: readonly string[] | undefined;
  /** 0: cheapest that will do, 10: best. What a success is worth follows from it. */
  readonly quality: number;
  /** Model when the router has too little to go by; a model id, 'local', or 'auto' for the best that the budget allows. */
  readonly defaultModel: string;
  /** Id of the model that decides by calling tools: with it there is the model `xrouter`. undefined: there is none. */
  readonly routerModel?: string | undefined;
}

export interface GatewayConfig {
  readonly providers: readonly ProviderConfig[];
  /** Keys by provider id; kept in memory only. */
  readonly keys: Readonly<Record<string, string>>;
  readonly hostModels: readonly HostModel[];
  readonly policy: RoutingPolicy;
  /** GGUF files of local chat models: absolute paths. */
  readonly localModels: readonly string[];
  /** Threads of local models; 0: one less than the machine has. */
  readonly threads: number;
  /**
   * Whether what local models have read of conversations is kept in the state folder for the next process; it holds what was said.
   * Default false: nothing is kept, and what was kept is deleted.
   */
  readonly keepConversations?: boolean | undefined;
}

/** A model with whether it can be called now. */
export interface ModelEntry {
  readonly model: GatewayModel;
  /** What tells two models of one id apart: the address of an endpoint, a file with its size and time. For keys of caches, not to be shown. */
  readonly endpoint: string;
  readonly usable: boolean;
  /** Why not: no key, price unknown, refused by the policy, endpoint not reached. */
  readonly problem?: string | undefined;
}

/** A provider that cannot be used now, or whose models could not be asked for. */
export interface ProviderProblem {
  readonly provider: string;
  readonly title: string;
  /** What is wrong and what to do. */
  readonly problem: string;
}

export interface GatewayErrorData {
  readonly kind: string;
  readonly message: string;
  readonly action: string;
  readonly refusal?: Refusal | undefined;
  /** Micro-dollars that were booked for it all the same. */
  readonly cost?: number | undefined;
}

export type GenerateResult =
  | { readonly kind: 'done'; readonly decision: string; readonly cost: number; readonly usage: Usage }
  | { readonly kind: 'failed'; readonly error: GatewayErrorData };

/** A call in the books. */
export interface CallRecord {
  readonly call: string;
  readonly at: number;
  readonly model: string;
  readonly provider: string;
  readonly locality: Locality;
  readonly purpose: Purpose;
  readonly project?: string | undefined;
  readonly task?: string | undefined;
  readonly decision?: string | undefined;
  /** 'reserved': under way. 'unreconciled': its process died, booked in full. */
  readonly state: 'reserved' | 'done' | 'aborted' | 'failed' | 'not-sent' | 'unreconciled';
  /** Micro-dollars. */
  readonly reserved: number;
  /** 0 while it is under way. */
  readonly cost: number;
  /** Micro-dollars above the reservation: the provider counted more than its own limits allow. */
  readonly overrun?: number | undefined;
  readonly usage?: Usage | undefined;
  readonly error?: string | undefined;
  readonly totalMs?: number | undefined;
}

/** A decision as it was recorded, with what came of it. */
export interface DecisionRecord {
  readonly decision: RouteDecision;
  readonly at: number;
  readonly purpose: Purpose;
  readonly project?: string | undefined;
  /** Calls that it led to, in order. */
  readonly calls: readonly CallRecord[];
  readonly outcomes: readonly Outcome[];
}

export interface SpendSlice {
  readonly name: string;
  /** Micro-dollars. */
  readonly cost: number;
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export interface SpendReport {
  readonly from: number;
  readonly until: number;
  /**
   * Each day of the user's time zone, oldest first. `cost`: micro-dollars booked on it; `local`, `cloud`: calls. `pace`:
   * micro-dollars that a budget spent evenly has given out from its month's first day to this day's end, cumulative.
   */
  readonly days: readonly {
    readonly day: string;
    readonly cost: number;
    readonly local: number;
    readonly cloud: number;
    readonly pace: number | undefined;
  }[];
  readonly byModel: readonly SpendSlice[];
  readonly byPurpose: readonly SpendSlice[];
  readonly byProject: readonly SpendSlice[];
  readonly calls: number;
  readonly cost: number;
  /** Calls that were refused, by reason. */
  readonly refused: readonly { readonly reason: string; readonly calls: number }[];
}

/** What the recorded decisions would have cost and brought under another `RoutingPolicy.quality`. Estimates by the router's own predictions. */
export interface WhatIfPoint {
  readonly quality: number;
  /** Micro-dollars. */
  readonly cost: number;
  /** Expected share of successes, 0..1. */
  readonly success: number;
  /** Share of decisions that stay local. */
  readonly local: number;
  /** Decisions that would have been others. */
  readonly changed: number;
}

export interface RouterSummary {
  readonly version: string;
  readonly labels: number;
  readonly lambda: number;
  readonly models: readonly {
    readonly model: string;
    readonly labels: number;
    /** Mean predicted success by task type, with labels. */
    readonly tasks: readonly {
      readonly taskType: string;
      readonly success: number;
      readonly deviation: number;
      readonly labels: number;
    }[];
  }[];
  /** Brier score and expected calibration error of the last labels; undefined with too few. */
  readonly brier?: number | undefined;
  readonly calibrationError?: number | undefined;
}

export interface ServerInfo {
  readonly url: string;
  readonly token: string;
}

/** A part of a host model's answer, told by the extension host. */
export interface HostEvent {
  readonly id: string;
  readonly event:
    | { readonly type: 'text'; readonly text: string }
    | { readonly type: 'tool-call'; readonly id: string; readonly name: string; readonly inputJson: string };
}

export const configure = new RequestType<GatewayConfig, null, RuntimeErrorData>('gateway/configure');
export const listModels = new RequestType0<readonly ModelEntry[], RuntimeErrorData>('gateway/models');
export const listProblems = new RequestType0<readonly ProviderProblem[], RuntimeErrorData>('gateway/problems');
/** `id` is chosen by the caller; events come as `generateEvent`. Cancelled by its token. */
export const generate = new RequestType<
  { readonly id: string; readonly request: GenerateRequest },
  GenerateResult,
  RuntimeErrorData
>('gateway/generate');
export const generateEvent = new NotificationType<{ readonly id: string; readonly event: GenerateEvent }>(
  'gateway/event',
);
/** What would be decided; nothing is called and nothing reserved. */
export const route = new RequestType<GenerateRequest, RouteDecision, RuntimeErrorData>('gateway/route');
export const countTokens = new RequestType<
  { readonly model: string; readonly text: string },
  { readonly tokens: number },
  RuntimeErrorData
>('gateway/countTokens');
export const outcome = new NotificationType<Outcome>('gateway/outcome');
export const budgets = new RequestType<LedgerScope, readonly BudgetState[], RuntimeErrorData>('gateway/budgets');
/** Makes a budget, or changes that of the same scope, period and unit. */
export const setBudget = new RequestType<
  {
    readonly scope: BudgetScope;
    readonly period: Budget['period'];
    readonly unit: Budget['unit'];
    readonly limit: number;
    readonly warnAt?: readonly number[] | undefined;
  },
  Budget,
  RuntimeErrorData
>('gateway/setBudget');
export const removeBudget = new RequestType<{ readonly id: string }, null, RuntimeErrorData>('gateway/removeBudget');
export const spendReport = new RequestType<
  { readonly from: number; readonly until: number; readonly project?: string | undefined },
  SpendReport,
  RuntimeErrorData
>('gateway/spendReport');
/** Newest first; `before`: those older than this time. */
export const decisions = new RequestType<
  { readonly before?: number | undefined; readonly limit: number; readonly project?: string | undefined },
  readonly DecisionRecord[],
  RuntimeErrorData
>('gateway/decisions');
export const whatIf = new RequestType<
  { readonly from: number; readonly until: number; readonly qualities: readonly number[] },
  readonly WhatIfPoint[],
  RuntimeErrorData
>('gateway/whatIf');
export const routerSummary = new RequestType0<RouterSummary, RuntimeErrorData>('gateway/router');
export const resetRouter = new RequestType0<null, RuntimeErrorData>('gateway/resetRouter');
/** All calls of the time as CSV or JSON text. */
export const exportCalls = new RequestType<
  { readonly format: 'csv' | 'json'; readonly from: number; readonly until: number },
  string,
  RuntimeErrorData
>('gateway/export');
export const startServer = new RequestType<{ readonly port: number }, ServerInfo, RuntimeErrorData>('gateway/serve');
export const stopServer = new RequestType0<null, RuntimeErrorData>('gateway/stopServe');
/** Books or budgets have changed, by whichever process; at most a few times a second. */
export const ledgerChanged = new NotificationType0('gateway/changed');
export const budgetWarning = new NotificationType<BudgetWarning>('gateway/warning');
/** Child to parent: call a host model; answers when it has ended. Cancelled by its token. */
export const hostGenerate = new RequestType<
  { readonly id: string; readonly model: string; readonly request: GenerateRequest },
  { readonly finish: 'stop' | 'tool-calls' },
  RuntimeErrorData
>('gateway/hostGenerate');
/** Parent to child. */
export const hostEvent = new NotificationType<HostEvent>('gateway/hostEvent');
/** A price as the user sees it. */
export const priceOf = new RequestType<{ readonly model: string }, Price | null, RuntimeErrorData>('gateway/price');
