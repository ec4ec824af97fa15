/**
 * A runtime child for tests of its supervision: the real process set-up and the real RPC server, with an engine that
 * does what the request's prefix says. Never bundled into the product.
 */
import type {
  ConfidenceParams,
  ConfidenceResult,
  InfillParams,
  InfillResult,
  ModelInfo,
  RewriteParams,
  RewriteResult,
  SourceFile,
  SuggestionEvidence,
} from '../../protocol';
import { RuntimeError } from '../../runtimeError';
import { parseHostOptions } from '../hostOptions';
import { runHost } from '../hostProcess';
import type { HostEngine } from '../rpcServer';

const evidence: SuggestionEvidence = {
  tokens: 1,
  meanLogProbability: 0,
  minLogProbability: 0,
  firstLogProbability: 0,
  endLogProbability: 0,
  copyMatch: 0,
  copied: 0,
  midWord: false,
};

/** The command is the text. */
function asInfill({ model, session, languageId, text }: ConfidenceParams | RewriteParams): InfillParams {
  return {
    model,
    session,
    languageId,
    prefix: text,
    suffix: '',
    snippets: [],
    extent: 'line',
    alternatives: 1,
    maxTokens: 1,
    length: { kind: 'found' },
    threshold: 1,
    copy: 'off',
    seed: 0,
  };
}

/** Runs `command:argument` of the prefix; every other prefix is answered with its length. */
class ScriptedEngine implements HostEngine {
  private readonly loaded = new Map<string, ModelInfo>();
  private readonly closed: string[] = [];
  private readonly sources: string[] = [];
  private steps = 0;

  async load(model: string): Promise<ModelInfo> {
    if (model === 'missing') {
      throw new RuntimeError('model-missing', 'The model folder is not there.', 'Choose another one.');
    }
    if (model === 'crash') {
      process.abort();
    }
    if (model.startsWith('slow:')) {
      await sleep(Number(model.slice(5)));
    }
    const info: ModelInfo = {
      id: model,
      family: 'scripted',
      folder: '/nowhere',
      parameters: this.loaded.size + 1,
      windowTokens: 32,
      maxPrefixTokens: 512,
      maxSuffixTokens: 64,
      loadMs: 1,
      longestPassMs: model.startsWith('long:') ? Number(model.slice(5)) : undefined,
    };
    this.loaded.set(model, info);
    return info;
  }

  async infill(params: InfillParams, signal: AbortSignal): Promise<InfillResult> {
    const [command = '', argument = ''] = params.prefix.split(':');
    const milliseconds = Number(argument);
    switch (command) {
      // Steps of 10 ms with the event loop free in between, as the real engine works.
      case 'steps':
        for (this.steps = 0; this.steps < milliseconds / 10; this.steps += 1) {
          await sleep(10);
          signal.throwIfAborted();
        }
        break;
      // A native call that does not look at anything.
      case 'block':
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
        break;
      // A pass that takes longer than was expected of the model.
      case 'long-pass':
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
        host.longPass(params.model, milliseconds);
        break;
      case 'abort':
        process.abort();
      // eslint-disable-next-line no-fallthrough -- process.abort() never returns
      case 'exit':
        process.exit(milliseconds);
      // eslint-disable-next-line no-fallthrough -- process.exit() never returns
      case 'uncaught':
        setImmediate(() => {
          throw new Error('thrown where nobody waits');
        });
        await sleep(60_000);
        break;
      case 'rejection':
        void Promise.reject(new Error('rejected where nobody waits'));
        await sleep(60_000);
        break;
      case 'throw':
        throw new TypeError('a defect');
      case 'dlopen':
        throw Object.assign(new Error('libonnxruntime.so.1: cannot open'), { code: 'ERR_DLOPEN_FAILED' });
      case 'print':
        console.log('to standard output');
        console.error('to standard error');
        break;
    }
    return this.result(params, await this.answer(command, argument, params));
  }

  async rewrite(params: RewriteParams, signal: AbortSignal): Promise<RewriteResult> {
    const { model, forwardPasses, suggestions, ms } = await this.infill(asInfill(params), signal);
    return { model, forwardPasses, ms: ms.total, spans: [{ text: suggestions[0]?.text ?? '', tokens: [] }] };
  }

  async tokenConfidence(params: ConfidenceParams, signal: AbortSignal): Promise<ConfidenceResult> {
    const { model, forwardPasses, ms } = await this.infill(asInfill(params), signal);
    const { start, end } = params;
    return { model, forwardPasses, ms: ms.total, tokens: [{ start, end, probability: 0.5, kept: true }] };
  }

  closeSession(session: string): void {
    this.closed.push(session);
  }

  putSources(files: readonly SourceFile[]): void {
    this.sources.push(...files.map(({ path, text }) => `+${path}${text === undefined ? '' : `=${text}`}`));
  }

  dropSources(paths: readonly string[] | 'all'): void {
    this.sources.push(...(paths === 'all' ? ['-all'] : paths.map((path) => `-${path}`)));
  }

  models(): readonly ModelInfo[] {
    return [...this.loaded.values()];
  }

  async dispose(): Promise<void> {
    this.loaded.clear();
  }

  private async answer(command: string, argument: string, params: InfillParams): Promise<string> {
    switch (command) {
      case 'closed':
        return this.closed.join(',');
      case 'sources':
        return this.sources.join(',');
      case 'env':
        return JSON.stringify(process.env);
      case 'argv':
        return JSON.stringify({ argv: process.argv.slice(2), execArgv: process.execArgv });
      case 'echo':
        return params.suffix;
      case 'priority':
        return String((await import('node:os')).getPriority());
      default:
        return `${params.prefix.length}${argument === '' ? '' : `:${argument}`}`;
    }
  }

  private result(params: InfillParams, text: string): InfillResult {
    return {
      model: params.model,
      suggestions: [{ text, tokens: 1, confidence: 1, chance: 1, evidence }],
      forwardPasses: this.steps,
      contextTokens: params.prefix.length + params.suffix.length,
      contextReused: 0,
      ms: { context: 0, denoise: 0, total: 0 },
    };
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

const host = runHost(parseHostOptions(process.argv.slice(2)), new ScriptedEngine());
