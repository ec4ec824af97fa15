/**
 * Every request and notification between the extension host and the runtime children, and the data they carry.
 * This is the one file that both sides share; it has no imports but the JSON-RPC library's type constructors.
 */
import { NotificationType, RequestType, RequestType0 } from 'vscode-jsonrpc';

/** Where a suggestion may end: at the end of the cursor's line, or after a block of lines. */
export type InfillExtent = 'line' | 'block';

/** Text from another file, shown to the model before the cursor's own file. */
export interface ContextSnippet {
  readonly path: string;
  /** VS Code language id. */
  readonly languageId: string;
  readonly text: string;
  /**
   * 'copies': only the copy prior looks into it, which costs no pass and takes no room of the document's own text. Models without a copy
   * prior read it as any other.
   */
  readonly use?: 'copies' | undefined;
}

/**
 * How many tokens the middle has. 'found': as the family does it best (delete tokens, expand and delete, or calibrated
 * probing where the model folder has a calibration). 'fixed': given by the caller; with the true length it is the
 * oracle, for evaluation only. The others ask for one way by name and are refused where the model cannot do it.
 */
export type LengthPolicy =
  | { readonly kind: 'found' | 'delete-only' | 'expand-delete' | 'probed' }
  | { readonly kind: 'fixed'; readonly tokens: number };

/** In which order masked slots are revealed, by models with full attention. Source: CoDA's sampler, reference names. */
export type RevealOrder = 'origin' | 'maskgit_plus' | 'topk_margin' | 'entropy' | 'entropy-bounded' | 'p2';

/** Which slots besides the scheduled ones are revealed in the same step. Source: Fast-dLLM (arXiv 2505.22618). */
export type ParallelAcceptance =
  { readonly kind: 'none' } | { readonly kind: 'threshold' | 'factor'; readonly value: number };

/** Which keys and values of a full-attention context are kept between steps. Source: Fast-dLLM (arXiv 2505.22618). */
export type ContextCaching = 'none' | 'prefix' | 'dual';

/** How a model with full attention denoises; what is left out is the family's default. */
export interface DenoisingOptions {
  readonly order?: RevealOrder | undefined;
  readonly accept?: ParallelAcceptance | undefined;
  /** Steps at most; default: one for each slot. */
  readonly steps?: number | undefined;
  /** 0 (default): the most probable token. */
  readonly temperature?: number | undefined;
  /** Nucleus: the fewest tokens whose mass exceeds this, 0..1; default 1. */
  readonly topP?: number | undefined;
  readonly cache?: ContextCaching | undefined;
  /** Window passes after which a kept context is computed anew; 0 (default): never within a request. */
  readonly refreshEvery?: number | undefined;
}

/**
 * Where the copy prior may look for text like that before the cursor: nowhere, in the request's own prefix, suffix and
 * snippets, or in the sources of the workspace as well.
 */
export type CopyReach = 'off' | 'file' | 'files';

export interface InfillParams {
  /** 'embedded', or the absolute path of a model folder. */
  readonly model: string;
  /** Identifies the document whose context cache is reused, e.g. its URI. */
  readonly session: string;
  readonly languageId: string;
  /** Text before the cursor, LF line ends, UTF-16; cut by the caller to at most some 20,000 characters at a line start. */
  readonly prefix: string;
  /** Text after the cursor, LF line ends; cut to at most some 6,000 characters. */
  readonly suffix: string;
  /** Least relevant first. Kept stable between keystrokes by the caller: a change costs a context pass. */
  readonly snippets: readonly ContextSnippet[];
  readonly extent: InfillExtent;
  /** Number of distinct suggestions wanted, 1 to 8. */
  readonly alternatives: number;
  /** Upper bound of new tokens over all windows, e.g. 32 for a line and 96 for a block. */
  readonly maxTokens: number;
  readonly length: LengthPolicy;
  /** Denoising order only: accept in parallel every token whose probability is at least this (0..1). */
  readonly threshold: number;
  readonly copy: CopyReach;
  /** Makes sampled alternatives reproducible. */
  readonly seed: number;
  /** Models with full attention only. */
  readonly denoising?: DenoisingOptions | undefined;
}

export interface InfillSuggestion {
  /** Text to insert at the cursor, LF line ends; never repeats the text after the cursor. */
  readonly text: string;
  /** Tokens of the text, the healed part before the cursor included. */
  readonly tokens: number;
  /** Geometric mean of the token probabilities at the time each was accepted, 0..1. */
  readonly confidence: number;
  /** Calibrated chance, 0..1, that the text is exactly what the user wants there. */
  readonly chance: number;
  readonly evidence: SuggestionEvidence;
}

/** What a calibrated chance is computed from. Probabilities are natural logarithms, at most 0. */
export interface SuggestionEvidence {
  /** Tokens of the text, the healed part included. */
  readonly tokens: number;
  readonly meanLogProbability: number;
  readonly minLogProbability: number;
  readonly firstLogProbability: number;
  /** Of ending the text where it ends; 0 when the end was given by a rule and not by the model. */
  readonly endLogProbability: number;
  /** Characters before the cursor that the best supporting source has in common with the document; 0 for none. */
  readonly copyMatch: number;
  /** Share of the tokens that the copy prior proposed, 0..1. */
  readonly copied: number;
  /** Whether the cursor stands inside or at the end of a word. */
  readonly midWord: boolean;
  /** Whether its brackets or its last sign do not go with what is around it; undefined where nobody looked. */
  readonly misfit?: boolean | undefined;
}

/** Calibration of a model's chances: a logistic regression over the evidence. */
export interface GateModel {
  /** Names and order of the features, see runtime/diffusion/gate. */
  readonly features: readonly string[];
  readonly weights: readonly number[];
  readonly bias: number;
  /** Tasks it was fitted on. */
  readonly n: number;
}

export interface InfillResult {
  /** Id of the model that answered. */
  readonly model: string;
  /** Best first; empty when the model has nothing to say. */
  readonly suggestions: readonly InfillSuggestion[];
  readonly forwardPasses: number;
  /** Tokens of context, prefix and suffix together. */
  readonly contextTokens: number;
  /** How many of them were found in the cache. */
  readonly contextReused: number;
  /**
   * Models with full attention: how the length came about; 'fixed' also where it was asked to be found and the model
   * has no way to do so.
   */
  readonly length?: LengthPolicy | undefined;
  /** Milliseconds of wall time. */
  readonly ms: { readonly context: number; readonly denoise: number; readonly total: number };
}

/** Text of a file in which spans are written anew, all of them in one run: what is around and between them stays. */
export interface RewriteParams {
  /** 'embedded', or the absolute path of a model folder. */
  readonly model: string;
  /** See InfillParams. */
  readonly session: string;
  readonly languageId: string;
  /** Text of the file, LF line ends; cut by the caller around the spans as for an infill. */
  readonly text: string;
  /** In ascending order, not overlapping; empty spans are gaps to fill. At least one. */
  readonly spans: readonly RewriteSpan[];
  readonly copy: CopyReach;
  readonly seed: number;
  /** 0: the most probable text; above, other seeds give other texts. */
  readonly temperature: number;
  readonly denoising?: DenoisingOptions | undefined;
}

export interface RewriteSpan {
  /** UTF-16 offsets in the text: from start up to and without end. */
  readonly start: number;
  readonly end: number;
  readonly keep: KeptText;
  /** Upper bound of the span's new tokens. */
  readonly maxTokens: number;
}

/**
 * What of a span's old text stays: nothing, and the length is found anew; everything but what touches the named parts (UTF-16 offsets
 * in the text); or a share of its words, the surest ones. Of the other words those stay too that the model has nothing clearly better
 * for: by a wide margin with 'surest' (polishing), by a smaller one with 'share'. The answer may be the old text.
 */
export type KeptText =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'share' | 'surest'; readonly ratio: number }
  | { readonly kind: 'all-but'; readonly parts: readonly { readonly start: number; readonly end: number }[] };

export interface RewriteResult {
  readonly model: string;
  /** One for each span of the request, in its order. */
  readonly spans: readonly RewrittenSpan[];
  readonly forwardPasses: number;
  /** Milliseconds of wall time. */
  readonly ms: number;
}

export interface RewrittenSpan {
  /** What takes the span's place, LF line ends. */
  readonly text: string;
  /** The text's tokens in order; together they cover it. */
  readonly tokens: readonly TokenConfidence[];
}

export interface TokenConfidence {
  /** UTF-16 offsets in the text that the answer speaks of. */
  readonly start: number;
  readonly end: number;
  /** Probability of the token given everything around it, 0..1. */
  readonly probability: number;
  /** Whether it stayed from the old text. */
  readonly kept: boolean;
}

/** Asks how sure the model is of each token of a part of a text. Offsets in UTF-16 units. */
export interface ConfidenceParams extends Pick<RewriteParams, 'model' | 'session' | 'languageId' | 'text'> {
  readonly start: number;
  readonly end: number;
}

export interface ConfidenceResult {
  readonly model: string;
  /** Offsets count from the start of `text`; together the tokens cover the part. */
  readonly tokens: readonly TokenConfidence[];
  readonly forwardPasses: number;
  readonly ms: number;
}

export interface LoadModelParams {
  /** 'embedded', or the absolute path of a model folder. */
  readonly model: string;
}

export interface ModelInfo {
  readonly id: string;
  readonly family: string;
  /**
   * Whether what surrounds a window sees it: then a context is only good for the window it was computed with. 'causal': it writes from
   * left to right, and can neither rewrite nor judge.
   */
  readonly attention?: 'isolated-context' | 'full' | 'causal' | undefined;
  readonly folder: string;
  readonly parameters: number;
  readonly quantisation?: StoredFormat | undefined;
  readonly windowTokens: number;
  readonly maxPrefixTokens: number;
  readonly maxSuffixTokens: number;
  readonly loadMs: number;
  /**
   * Milliseconds expected of the longest pass, from a short one that was timed at load; undefined where passes are too
   * short to matter. A cancelled request ends between two passes, so whoever cancels has to wait so long at least.
   */
  readonly longestPassMs?: number | undefined;
  /** What runs its passes now, and why, for people. */
  readonly provider?: ModelRunner | undefined;
  readonly providerReason?: string | undefined;
  /** Whether trying the providers may find a faster one for it: nothing is known of them yet. */
  readonly providersUntried?: boolean | undefined;
  /** Calibration that came with the model; undefined when it has none. */
  readonly gate?: GateModel | undefined;
}

/** A file of the workspace that the copy prior may read. */
export interface SourceFile {
  /** Absolute path, or the URI of a document that is no file. */
  readonly path: string;
  /** Text of an open document; without it the runtime reads the file (UTF-8, at most 1 MB). */
  readonly text?: string | undefined;
}

/** What can run forward passes: the processor, or a GPU through one of ONNX Runtime's execution providers. */
export type ProviderName = 'cpu' | 'webgpu' | 'directml' | 'coreml' | 'cuda';

/** How a model's weights are stored; 'gguf': whatever a GGUF file says that somebody else made. */
export type StoredFormat = 'fp32' | 'int8' | 'int8-blocks' | 'int4' | 'gguf-f16' | 'gguf-q8_0' | 'gguf';

export type GpuProviderName = Exclude<ProviderName, 'cpu'>;

/** What runs a loaded model: ONNX Runtime by a provider, or llama.cpp. */
export type ModelRunner = ProviderName | 'llama';

/** What shall run models; 'auto': what was found to be the fastest for a model, and the processor until then. */
export type RunnerChoice = 'auto' | ModelRunner;

/** What became of a provider when it was tried in a process of its own. */
export interface ProviderReport {
  readonly name: ProviderName;
  /**
   * 'works': its numbers are those of the processor. 'absent': not on this machine. 'wrong': other numbers. 'crashed' and
   * 'hung': its process ended, or did not end. 'failed': it said so itself.
   */
  readonly state: 'works' | 'absent' | 'wrong' | 'crashed' | 'hung' | 'failed';
  /** Why it does not work, for people. */
  readonly reason?: string | undefined;
  /** Weight format that it was tried with. */
  readonly format?: string | undefined;
  /** Greatest relative difference (root mean square) from the processor's numbers. */
  readonly difference?: number | undefined;
  /** Nodes of the graph that it ran, and kinds of those that it left to the processor. */
  readonly nodes?: number | undefined;
  readonly leftToProcessor?: readonly string[] | undefined;
  /** Milliseconds of a pass over 256 rows of a model of two layers with 768 channels. */
  readonly contextMs?: number | undefined;
  /** Milliseconds of a pass over 32 rows that see 256 kept ones, of the same model. */
  readonly stepMs?: number | undefined;
}

export interface ProvidersParams {
  /** 'never': only what is remembered. 'unknown': tried when nothing is remembered of this machine. 'always': tried anew. */
  readonly probe: 'never' | 'unknown' | 'always';
}

export interface ProvidersResult {
  /** The fastest that works; the processor where nothing is known. */
  readonly chosen: ProviderName;
  /** Empty when nothing was tried yet. The processor first. */
  readonly providers: readonly ProviderReport[];
  /** When they were tried, ISO 8601; undefined when they were not. */
  readonly probedAt?: string | undefined;
  /** Whether this was found out before, with the same drivers and versions. */
  readonly remembered: boolean;
  /** Whether a model that is loaded would be run by something else if it were loaded now. */
  readonly outdated?: boolean | undefined;
}

export interface RuntimeStatus {
  readonly pid: number;
  /** Resident set size in bytes. */
  readonly residentBytes: number;
  readonly threads: number;
  readonly models: readonly ModelInfo[];
}

/** What a runtime error says to the user: what happened, what it means, what to do. */
export interface RuntimeErrorData {
  readonly kind: RuntimeErrorKind;
  readonly message: string;
  readonly action: string;
}
export type RuntimeErrorKind =
  | 'model-missing'
  | 'model-corrupt'
  | 'model-unsupported'
  | 'bad-request'
  | 'crashed'
  | 'unavailable'
  | 'internal'
  // Of the model manager (models/protocol.ts): a licence must be accepted first; the hub wants a token or refuses it; no
  // connection, or one that keeps breaking; no room; something uses what was to be changed.
  | 'licence'
  | 'denied'
  | 'network'
  | 'disk-full'
  | 'in-use'
  // Of the databases (store/): damaged, or not a database of ours; not writable; made by a newer version.
  | 'store-corrupt'
  | 'store-read-only'
  | 'store-newer';

/** Code of every ResponseError whose data is RuntimeErrorData. */
export const RUNTIME_ERROR_CODE = -32050;

export interface LogParams {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
}

/** Something that the user is told once: what runs a model is not what was asked for, or not any more. */
export const notice = new NotificationType<{ readonly message: string }>('notice');
/**
 * A model is about to be opened on a GPU. Drivers end processes: whoever started this one knows then what it was doing, and
 * starts the next one with `--crashed`.
 */
export const usingProvider = new NotificationType<{ readonly provider: GpuProviderName }>('provider/using');
/** A pass took longer than `ModelInfo.longestPassMs` promised. @see ModelInfo */
export const longPass = new NotificationType<{ readonly model: string; readonly milliseconds: number }>(
  'model/longPass',
);

export const loadModel = new RequestType<LoadModelParams, ModelInfo, RuntimeErrorData>('model/load');
/** Cancelled by its token between denoising steps; then answers with the JSON-RPC error RequestCancelled. */
export const infill = new RequestType<InfillParams, InfillResult, RuntimeErrorData>('infill');
/** Cancelled as an infill is. */
export const rewrite = new RequestType<RewriteParams, RewriteResult, RuntimeErrorData>('rewrite');
export const tokenConfidence = new RequestType<ConfidenceParams, ConfidenceResult, RuntimeErrorData>('tokenConfidence');
/** Frees the context cache of a closed document. */
export const closeSession = new NotificationType<{ readonly session: string }>('session/close');
/** Adds sources for the copy prior, or replaces those of the same path. */
export const putSources = new NotificationType<{ readonly files: readonly SourceFile[] }>('sources/put');
export const dropSources = new NotificationType<{ readonly paths: readonly string[] | 'all' }>('sources/drop');
/** Which providers run on this machine. Trying them takes seconds, each in a process of its own. */
export const listProviders = new RequestType<ProvidersParams, ProvidersResult, RuntimeErrorData>('providers/list');
export const status = new RequestType0<RuntimeStatus, RuntimeErrorData>('status');
/** Child to parent: ready to take requests. */
export const ready = new NotificationType<{ readonly pid: number }>('ready');
export const log = new NotificationType<LogParams>('log');
