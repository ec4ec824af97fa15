import type {
  ConfidenceParams,
  ConfidenceResult,
  InfillParams,
  InfillResult,
  RewriteParams,
  RewriteResult,
} from '../protocol';
import { RuntimeError } from '../runtimeError';
import type { SourceIndex } from './copying/sourceIndex';
import type { Checkpoint } from './infilling/contextCache';
import { Infiller } from './infilling/infiller';
import type { DecodingOrder } from './infilling/windowSampler';
import { FullAttentionInfiller } from './fullAttention/fullAttentionInfiller';
import { FullAttentionRewriter } from './fullAttention/fullAttentionRewriter';
import type { IsolatedContextModel } from './model/diffusionModel';
import type { LoadedModel, WindowModel } from './model/loadedModel';
import { IsolatedRewriter } from './rewriting/isolatedRewriter';

/** What is kept of one document between requests: its context. */
export interface DocumentSession {
  infill(params: InfillParams, checkpoint: Checkpoint, signal: AbortSignal): Promise<InfillResult>;
  /** Frees what is not freed with this object. */
  close(): void;
}

/** Of a loaded model what the engine has to know. */
export type AnsweringModel = Pick<LoadedModel, 'info' | 'provider' | 'failure' | 'dispose'>;

/** A loaded model and all that can be asked of it, whatever its family. */
export interface ModelAnswers {
  readonly model: AnsweringModel;
  open(): DocumentSession;
  rewrite(params: RewriteParams, checkpoint: Checkpoint): Promise<RewriteResult>;
  confidence(params: ConfidenceParams, checkpoint: Checkpoint): Promise<ConfidenceResult>;
}

export interface AnswerOptions {
  readonly order: DecodingOrder;
  readonly drafts?: boolean | undefined;
  readonly sources: SourceIndex;
}

/** @throws RuntimeError model-unsupported */
export function answersOf(model: LoadedModel, options: AnswerOptions): ModelAnswers {
  return model.hasFullAttention() ? fullAttentionAnswers(model) : isolatedAnswers(model.asIsolatedContext(), options);
}

function fullAttentionAnswers(model: WindowModel): ModelAnswers {
  const infiller = new FullAttentionInfiller(model);
  const rewriter = new FullAttentionRewriter(infiller);
  // One context at a time is kept for all documents: it is large, and the least change anywhere makes it worthless.
  const session = infiller.open();
  return {
    model,
    open: () => ({
      infill: (params, checkpoint) => infiller.infill(params, session, checkpoint),
      close: () => (session.passes = undefined),
    }),
    rewrite: (params, checkpoint) => rewriter.rewrite(params, session, checkpoint),
    confidence: (params, checkpoint) => rewriter.confidence(params, session, checkpoint),
  };
}

function isolatedAnswers(model: IsolatedContextModel, options: AnswerOptions): ModelAnswers {
  const infiller = new Infiller(model, options);
  const rewriter = new IsolatedRewriter(infiller);
  // One context for all spans that are rewritten or judged, made at the first: a document's own is for typing.
  let context: ReturnType<Infiller['open']> | undefined;
  const rewriting = () => (context ??= infiller.open());
  return {
    model,
    open: () => {
      const session = infiller.open();
      return {
        infill: async (params, checkpoint) => {
          checkLength(model, params);
          return infiller.infill(params, session, checkpoint);
        },
        close: () => undefined,
      };
    },
    rewrite: (params, checkpoint) => rewriter.rewrite(params, rewriting(), checkpoint),
    confidence: (params, checkpoint) => rewriter.confidence(params, rewriting(), checkpoint),
  };
}

/** @throws RuntimeError model-unsupported */
function checkLength(model: IsolatedContextModel, { length }: InfillParams): void {
  if (length.kind !== 'expand-delete' && length.kind !== 'probed') return;
  throw new RuntimeError(
    'model-unsupported',
    `${model.info.id} finds the length of a text by delete tokens only, not as "${length.kind}" says.`,
    'Leave the length to the model ("found"), or give a number of tokens.',
  );
}
