/** A conversation with a model that calls tools, and the trace that is kept of it. */
import type { FinishReason, GenerateEvent, GenerateRequest, Json, Message, ModelChoice, Usage } from '../gateway/types';
import type { ToolMode, ToolOrigin, ToolRisk } from '../tools/types';

export interface AgentTask {
  /** What the user says now. */
  readonly prompt: string;
  readonly model: ModelChoice;
  /** Turns of the same conversation share a model, approvals and a prompt cache. */
  readonly conversation: string;
  /** What was said before, oldest first. */
  readonly history?: readonly Message[] | undefined;
  /** Texts that the user attached: a selection, a file. Data, never instructions. */
  readonly attachments?: readonly Attachment[] | undefined;
  readonly mode: ToolMode;
  /** Only these tools (registry names); undefined: the relevant ones of all. */
  readonly tools?: readonly string[] | undefined;
  /** Model calls at most; default 20. */
  readonly maxSteps?: number | undefined;
  readonly localOnly?: boolean | undefined;
  readonly project?: string | undefined;
  /** Micro-dollars of the whole run at most. */
  readonly ceiling?: number | undefined;
}

/** What is to be otherwise when a run is gone on with. */
export interface ResumeChanges {
  readonly model?: ModelChoice | undefined;
  readonly mode?: ToolMode | undefined;
  /** Model calls from then on. */
  readonly maxSteps?: number | undefined;
  /** Micro-dollars of the whole run, what it has cost already included. */
  readonly ceiling?: number | undefined;
}

export interface Attachment {
  readonly title: string;
  readonly text: string;
}

/** How a run ended. 'interrupted': its process died; it can be resumed. */
export type RunStatus = 'running' | 'answered' | 'steps' | 'loop' | 'refused' | 'failed' | 'cancelled' | 'interrupted';

export interface RunTotals {
  readonly modelCalls: number;
  readonly toolCalls: number;
  readonly toolErrors: number;
  readonly repairs: number;
  readonly inputTokens: number;
  readonly cacheReadTokens: number;
  readonly outputTokens: number;
  /** Micro-dollars. */
  readonly cost: number;
  readonly modelMs: number;
  readonly toolMs: number;
}

export interface TraceRun {
  readonly id: string;
  readonly title: string;
  readonly status: RunStatus;
  /** Milliseconds since 1970. */
  readonly started: number;
  readonly ended: number | undefined;
  readonly model: ModelChoice;
  readonly conversation: string;
  readonly project: string | undefined;
  readonly mode: ToolMode;
  readonly totals: RunTotals;
  /** What went wrong, and what to do. */
  readonly problem: string | undefined;
}

interface StepTime {
  /** From 0, without gaps. */
  readonly index: number;
  readonly started: number;
  readonly milliseconds: number;
}

/** What happened, in order. A step is on the disk before the next one begins. */
export type TraceStep = StepTime &
  (
    | { readonly kind: 'user'; readonly text: string; readonly attachments: readonly Attachment[] }
    | {
        readonly kind: 'model';
        /** The gateway's ids of call and decision. */
        readonly call: string;
        readonly decision: string;
        readonly model: string;
        /** Names of the tools that it was shown. */
        readonly tools: readonly string[];
        readonly text: string;
        readonly reasoning: string;
        readonly calls: readonly TraceCall[];
        readonly finish: FinishReason;
        readonly usage: Usage;
        /** Micro-dollars. */
        readonly cost: number;
        readonly firstTokenMs: number | undefined;
      }
    | {
        readonly kind: 'tool';
        readonly id: string;
        readonly name: string;
        readonly origin: ToolOrigin | undefined;
        readonly risk: ToolRisk | undefined;
        readonly input: Json;
        /** As the model was given it. */
        readonly output: string;
        readonly isError: boolean;
        /**
         * 'checked': never run, as the call was wrong or repeated. 'unknown': it had begun when the program ended or was cancelled,
         * and what it did until then nobody knows.
         */
        readonly outcome: 'ran' | 'failed' | 'refused' | 'checked' | 'unknown';
        /** How it was approved. */
        readonly approval: 'free' | 'remembered' | 'asked' | undefined;
      }
    /** What the product did by itself: repaired, cleaned the context, resumed. */
    | {
        readonly kind: 'note';
        readonly note: NoteKind;
        readonly text: string;
        /** Calls that it is about; of 'context': those whose results the model is shown no longer. */
        readonly calls?: readonly string[] | undefined;
        /** What the model was told, as if by the user. */
        readonly told?: string | undefined;
        /** Micro-dollars of a call of a model that it is about, which gave no answer. */
        readonly cost?: number | undefined;
      }
  );

export type NoteKind = 'repair' | 'abstained' | 'loop' | 'context' | 'resumed' | 'tools' | 'limit';

export interface TraceCall {
  readonly id: string;
  readonly name: string;
  readonly input: Json;
}

export type AgentEvent =
  | { readonly type: 'run'; readonly run: string }
  /** As the model writes. */
  | { readonly type: 'text' | 'reasoning'; readonly text: string }
  /** A call is about to be run, or asked about. */
  | { readonly type: 'tool'; readonly id: string; readonly name: string; readonly title: string; readonly input: Json }
  | { readonly type: 'progress'; readonly id: string; readonly message: string }
  /** Written down. */
  | { readonly type: 'step'; readonly step: TraceStep }
  | { readonly type: 'warning'; readonly message: string }
  | { readonly type: 'end'; readonly run: TraceRun; readonly text: string };

/** How the agent calls models: the gateway in process, or over the extension. */
export type Generate = (request: GenerateRequest, signal: AbortSignal) => AsyncIterable<GenerateEvent>;
