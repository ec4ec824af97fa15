/**
 * What the rooms of the gateway say to each other: requests, models, prices, usage, budgets, decisions. Types only; the
 * extension and the pages see them through `protocol.ts`.
 *
 * Money is counted in **micro-dollars**: whole numbers, 1 USD = 1,000,000. A cost is rounded up to a whole micro-dollar
 * once a call, never down. Times are milliseconds since 1970, UTC.
 */

/** What a call is for: budgets and reports are kept by it. */
export type Purpose = 'chat' | 'edit' | 'tool-use' | 'evaluation';

/** What kind of work the router is to judge. Priors and learnt offsets are kept by it. */
export type TaskType =
  | 'chat.explain'
  | 'chat.design'
  | 'chat.other'
  | 'edit.inline'
  | 'edit.multi'
  | 'tool.single'
  | 'tool.multi'
  | 'judge.binary'
  | 'judge.pairwise'
  | 'text.short';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** JSON Schema, draft 7 or later, of an object. */
export type JsonSchema = Readonly<Record<string, Json>>;

export type MessagePart =
  | { readonly type: 'text'; readonly text: string }
  /** `data`: base64. */
  | { readonly type: 'image'; readonly mediaType: string; readonly data: string }
  /** What a model thought before; given back only to the provider that made it. `signature`: what that provider wants with it. */
  | { readonly type: 'reasoning'; readonly text: string; readonly signature?: string | undefined }
  | { readonly type: 'tool-call'; readonly id: string; readonly name: string; readonly input: Json }
  | {
      readonly type: 'tool-result';
      readonly id: string;
      readonly name: string;
      readonly output: Json;
      readonly isError?: boolean | undefined;
    };

export interface Message {
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
  readonly content: readonly MessagePart[];
}

export interface ToolDefinition {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: JsonSchema;
}

export type ToolChoice =
  { readonly kind: 'auto' | 'none' | 'required' } | { readonly kind: 'tool'; readonly name: string };

/** What the answer must look like. */
export type OutputForm =
  | { readonly kind: 'text' }
  | { readonly kind: 'json'; readonly schema?: JsonSchema | undefined; readonly name?: string | undefined };

/**
 * Which model: 'auto' (the router chooses), 'local' (the router chooses among local ones), or one by its id.
 * Text inside messages can never change it.
 */
export type ModelChoice = string;

/** Checks that an answer of a local model has to pass before it is believed, cheapest first. */
export type Verifier =
  | { readonly kind: 'json' }
  | { readonly kind: 'tool-call' }
  /** Parses as the language; VS Code language id. */
  | { readonly kind: 'syntax'; readonly languageId: string }
  /** The caller checks (type checker, tests) and answers `Gateway.verify` callbacks. */
  | { readonly kind: 'caller'; readonly name: string };

export interface GenerateRequest {
  readonly model: ModelChoice;
  readonly messages: readonly Message[];
  readonly tools?: readonly ToolDefinition[] | undefined;
  readonly toolChoice?: ToolChoice | undefined;
  /** false: models of this machine are believed whatever they call; default: needless calls are doubted (`runtime/llama`). */
  readonly callGuard?: boolean | undefined;
  readonly output?: OutputForm | undefined;
  /** Upper bound that is always sent to the provider; default: the model's own, at most 4096. */
  readonly maxOutputTokens?: number | undefined;
  readonly temperature?: number | undefined;
  readonly topP?: number | undefined;
  readonly seed?: number | undefined;
  readonly stop?: readonly string[] | undefined;
  readonly purpose: Purpose;
  /** Default: judged from the request. */
  readonly taskType?: TaskType | undefined;
  /** One piece of work with a budget of its own, e.g. an agent's task or an evaluation run. */
  readonly task?: string | undefined;
  /** The workspace: a stable id, not a path that would tell names. */
  readonly project?: string | undefined;
  /** Keeps a conversation on its model, whose prompt cache is warm. */
  readonly conversation?: string | undefined;
  /** This call never leaves the machine, whatever the settings say. */
  readonly localOnly?: boolean | undefined;
  /** USD micro-dollars that this one call may cost at most. */
  readonly ceiling?: number | undefined;
  readonly verifiers?: readonly Verifier[] | undefined;
  /** Not the user's own work, e.g. the router's own call; shown under the call it serves. */
  readonly parentCall?: string | undefined;
}

/** Tokens of one call as the provider counts them. `inputTokens` includes cached reads and writes. */
export interface Usage {
  readonly inputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
  /** Includes reasoning. */
  readonly outputTokens: number;
  readonly reasoningTokens: number;
  /** 'estimated': the provider told nothing, or nothing believable; counted on the safe side. */
  readonly source: 'provider' | 'estimated';
}

export type FinishReason = 'stop' | 'length' | 'tool-calls' | 'content-filter' | 'error' | 'other';

/** How a model of this machine wrote its reply. */
export interface ReplyFacts {
  /** In which form it wrote its calls, e.g. `array` or `tool_call`; undefined: it called nothing. */
  readonly path: string | undefined;
  /** Whether the calls were held to their schemas by a grammar. */
  readonly constrained: boolean;
  /** How often it was told what is wrong with its calls. */
  readonly repairs: number;
  /** Calls of its first try that could not be read, and that could not be run. */
  readonly malformed: number;
  readonly invalid: number;
  /** Calls of its last try that are left out for that. */
  readonly dropped: number;
  /** How probable a call was, where there was doubt; and whether it was not believed. */
  readonly callChance: number | undefined;
  readonly abstained: boolean;
}

/** Where a model runs. Only 'local' is reachable under *local only*; it is decided by the provider, never by a name. */
export type Locality = 'local' | 'cloud';

export interface ModelCapabilities {
  readonly tools: boolean;
  /** More tools than this are too many for it; undefined: not known. */
  readonly maxTools?: number | undefined;
  /** Why it calls no tools, for people. */
  readonly noTools?: string | undefined;
  readonly images: boolean;
  readonly json: boolean;
  readonly reasoning: boolean;
}

/** A model that the gateway can call. */
export interface GatewayModel {
  /** `<provider>/<name>`, e.g. `openai/gpt-5-mini`, `ollama/qwen3:8b`, `local/qwen2.5-coder-0.5b`. */
  readonly id: string;
  readonly provider: string;
  /** The provider's own name of it. */
  readonly name: string;
  readonly title: string;
  readonly locality: Locality;
  /** 'requests': no token usage is told (VS Code's models); each call costs `Price.perRequest`. */
  readonly unit: 'tokens' | 'requests';
  /** Tokens of input and output together; undefined when unknown. */
  readonly contextTokens: number | undefined;
  readonly maxOutputTokens: number | undefined;
  readonly capabilities: ModelCapabilities;
  /** undefined: unknown, so not eligible under a budget. Local models cost 0. */
  readonly price: Price | undefined;
}

/** USD for a million tokens. */
export interface TokenRates {
  readonly input: number;
  readonly output: number;
  /** undefined: reads cost as much as input. */
  readonly cacheRead: number | undefined;
  /** undefined: writes cost as much as input. */
  readonly cacheWrite: number | undefined;
}

export interface Price {
  readonly rates: TokenRates;
  /** Above so many input tokens other rates hold for the whole call, dearest last. */
  readonly tiers: readonly { readonly aboveInputTokens: number; readonly rates: TokenRates }[];
  /** Micro-dollars a call, besides tokens. */
  readonly perRequest: number;
  /** Whose figures these are: 'local' is free, 'user' is the user's own override, else the name and version of the table. */
  readonly source: string;
  /** Two tables that do not agree, in words; the dearer one is used. */
  readonly doubt?: string | undefined;
}

/** Which calls a budget is about. */
export type BudgetScope =
  | { readonly kind: 'all' }
  | { readonly kind: 'purpose'; readonly purpose: Purpose }
  | { readonly kind: 'project'; readonly project: string }
  | { readonly kind: 'task'; readonly task: string }
  | { readonly kind: 'provider'; readonly provider: string };

/** 'total': since it was made. Days and months are those of the user's time zone at the time they begin. */
export type BudgetPeriod = 'day' | 'month' | 'total';

export interface Budget {
  readonly id: string;
  readonly scope: BudgetScope;
  readonly period: BudgetPeriod;
  /** What is counted. */
  readonly unit: 'usd' | 'requests';
  /** Micro-dollars, or requests. */
  readonly limit: number;
  /** Shares of the limit at which a warning is due, ascending, e.g. [0.5, 0.8]. */
  readonly warnAt: readonly number[];
}

/** How full one budget is. */
export interface BudgetState {
  readonly budget: Budget;
  /** The period that runs now. */
  readonly from: number;
  /** undefined: it never ends. */
  readonly until: number | undefined;
  /** Micro-dollars or requests that were settled. */
  readonly settled: number;
  /** ... that calls under way may still cost. */
  readonly reserved: number;
  /** limit - settled - reserved; below 0 when the limit was lowered. */
  readonly headroom: number;
  /** Shares of `warnAt` that have been passed. */
  readonly passed: readonly number[];
}

/** Who asks for money before a call is sent. */
export interface ReservationRequest {
  readonly call: string;
  readonly model: string;
  readonly provider: string;
  readonly locality: Locality;
  readonly purpose: Purpose;
  readonly project: string | undefined;
  readonly task: string | undefined;
  readonly conversation: string | undefined;
  readonly parentCall: string | undefined;
  /** The decision that led to it. */
  readonly decision?: string | undefined;
  /** Worst case, micro-dollars. */
  readonly cost: number;
  /** `Price.source` and rates that the cost was computed with, as JSON: kept with the call. */
  readonly price: string;
  /** Micro-dollars that this one call may cost at most. */
  readonly ceiling: number | undefined;
}

export type ReservationAnswer =
  | { readonly kind: 'reserved'; readonly warnings: readonly BudgetWarning[] }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export interface BudgetWarning {
  readonly budget: string;
  readonly share: number;
  readonly message: string;
}

/** Why a call was not sent, for people: what, why, what to do. */
export interface Refusal {
  readonly reason:
    'budget' | 'ceiling' | 'price-unknown' | 'local-only' | 'no-model' | 'policy' | 'context' | 'ledger-unavailable';
  readonly message: string;
  readonly action: string;
  /** The budget that is in the way. */
  readonly budget?: string | undefined;
}

/** How a call ended, for the ledger. */
export interface Settlement {
  readonly call: string;
  /** 'unknown': the call may have run; its reservation is booked in full until it is reconciled. */
  readonly outcome: 'done' | 'aborted' | 'failed' | 'not-sent' | 'unknown';
  /** Micro-dollars; ignored for 'unknown' (the reservation) and 'not-sent' (0). */
  readonly cost: number;
  readonly usage: Usage | undefined;
  readonly finish: FinishReason | undefined;
  /** What went wrong, without prompt text. */
  readonly error?: string | undefined;
  readonly firstTokenMs?: number | undefined;
  readonly totalMs?: number | undefined;
}

/** The books. Durable: what it has said is on the disk. Any number of processes may have it open. */
export interface Ledger {
  /** Refuses rather than letting any budget be exceeded; atomic over all processes. */
  reserve(request: ReservationRequest): Promise<ReservationAnswer>;
  settle(settlement: Settlement): Promise<void>;
  /** Every budget that would count this call, tightest first. Empty: no budget is set. */
  states(scope: LedgerScope): Promise<readonly BudgetState[]>;
}

export interface LedgerScope {
  readonly purpose?: Purpose | undefined;
  readonly project?: string | undefined;
  readonly task?: string | undefined;
  readonly provider?: string | undefined;
}

/** A model as the router saw it when it decided. */
export interface Candidate {
  readonly model: string;
  readonly locality: Locality;
  /** Probability that its answer will do, posterior mean, and its standard deviation. */
  readonly success: number;
  readonly deviation: number;
  /** Micro-dollars: expected, and worst case. */
  readonly expectedCost: number;
  readonly worstCost: number;
  /** Dollars of value less priced cost, latency and switching. */
  readonly utility: number;
  /** Why it was out; undefined when it was eligible. */
  readonly excluded?: string | undefined;
}

export interface RouteDecision {
  readonly id: string;
  /** The model that answers first. */
  readonly model: string;
  /** 'cascade': `model` answers, `then` only if the answer fails its verifiers. 'fixed': the caller named it. */
  readonly mode: 'fixed' | 'direct' | 'cascade';
  readonly then: string | undefined;
  readonly taskType: TaskType;
  readonly candidates: readonly Candidate[];
  /** Shadow price of a dollar; 0 without budgets. */
  readonly lambda: number;
  /** Probability of this choice under Thompson sampling, for evaluation off policy. */
  readonly propensity: number;
  /** One sentence a reason, for people. */
  readonly reasons: readonly string[];
  /** Version of the learnt state that decided. */
  readonly state: string;
}

/** What became of a decision. Source of the weights: routing reference, section on feedback. */
export interface Outcome {
  readonly decision: string;
  readonly model: string;
  readonly event:
    | 'verified'
    | 'verification-failed'
    | 'accepted'
    | 'kept'
    | 'undone'
    | 'rejected'
    | 'asked-again'
    | 'escalation-succeeded'
    | 'judged-right'
    | 'judged-wrong';
  readonly at: number;
}

/** What is asked of the router; holds no more of the prompt than features need. */
export interface RoutingTask {
  readonly request: GenerateRequest;
  readonly taskType: TaskType;
  /** Estimated on the safe side. */
  readonly inputTokens: number;
  readonly maxOutputTokens: number;
}

/** A model that may be chosen, with what it would cost. */
export interface RoutingArm {
  readonly model: GatewayModel;
  /** Micro-dollars, worst case for this request. */
  readonly worstCost: number;
  /** Milliseconds; undefined when it was never measured. */
  readonly latencyMs: number | undefined;
  /** Why it may not be chosen. */
  readonly excluded?: string | undefined;
}

export interface Router {
  decide(task: RoutingTask, arms: readonly RoutingArm[], budgets: readonly BudgetState[]): RouteDecision;
  /** Real cost of a call (micro-dollars; 0 for local), for pacing and cost models. */
  spent(decision: RouteDecision, model: string, cost: number, usage: Usage | undefined): void;
  learn(outcome: Outcome): void;
}

export type GenerateEvent =
  | { readonly type: 'decision'; readonly decision: RouteDecision }
  /** The call is being sent; `attempt` from 1. A cascade's second model begins with its own 'started'. */
  | {
      readonly type: 'started';
      readonly call: string;
      readonly model: string;
      readonly attempt: number;
      /** Of the model, prompt and answer together; undefined: not known. */
      readonly contextTokens?: number | undefined;
    }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'reasoning'; readonly text: string; readonly signature?: string | undefined }
  | { readonly type: 'tool-call'; readonly id: string; readonly name: string; readonly input: Json }
  | { readonly type: 'warning'; readonly message: string }
  /** Of the model `xrouter`: the router model has decided. `turn` from 1; `calls`: names of tools that it called. */
  | {
      readonly type: 'router-turn';
      readonly turn: number;
      readonly call: string;
      readonly model: string;
      readonly text: string;
      readonly calls: readonly string[];
      /** Micro-dollars. */
      readonly cost: number;
    }
  /** A call of that turn has ended: with an answer, or with what the router model is told instead. */
  | {
      readonly type: 'router-call';
      readonly turn: number;
      readonly tool: string;
      /** undefined: there is no such tool. */
      readonly model: string | undefined;
      /** undefined: it has not answered. */
      readonly call: string | undefined;
      readonly error: string | undefined;
      /** Micro-dollars, also of a call that failed. */
      readonly cost: number;
      readonly milliseconds: number;
    }
  | {
      readonly type: 'finish';
      readonly call: string;
      readonly decision: string;
      readonly model: string;
      readonly finish: FinishReason;
      readonly usage: Usage;
      /** Micro-dollars of all calls that this answer took, the router's own included. */
      readonly cost: number;
      /** Set for models of this machine. */
      readonly reply?: ReplyFacts | undefined;
      /** Set for the model `xrouter`. */
      readonly router?: RouterFacts | undefined;
    };

/** How the model `xrouter` came to an answer. */
export interface RouterFacts {
  readonly strategy: RoutingStrategy;
  /** Micro-dollars of the router model's own calls. */
  readonly routerCost: number;
  /** ... and of those that it made, failed ones included. */
  readonly targetModelsCost: number;
  readonly turnsUsed: number;
}

/** In the words of xRouter. */
export type RoutingStrategy =
  'direct_response' | 'select_response' | 'max_turns_reached' | 'last_response' | 'fallback' | 'timeout';
