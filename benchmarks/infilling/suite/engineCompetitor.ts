/** Models of the product: the embedded one, an earlier one, or any folder that `models convert` has made. */
import type { InfillEngine } from '../../../runtime/diffusion';
import type { ContextSnippet, CopyReach, ModelInfo } from '../../../runtime/protocol';
import { weightsOf } from '../../core/weightsOf';
import { DEFAULT_THRESHOLD, MAX_TOKENS } from '../defaults';
import type { Competitor, CompletionRequest } from './competitor';
import type { OtherFiles } from './repositories/otherFiles';
import { contextBudget, snippetsOf, type ShownContext } from './repositories/shownContext';

const SESSION = 'suite';

export interface EngineCompetitorOptions {
  /** Shared by all models of a run; whoever made it disposes of it. */
  readonly engine: InfillEngine;
  readonly name: string;
  /** 'embedded', or the absolute path of a model folder. */
  readonly model: string;
  readonly copy: CopyReach;
  readonly context?: ShownContext | undefined;
  /** Repositories of the tasks; without them there is neither 'files' to copy from nor context. */
  readonly others?: OtherFiles | undefined;
}

/** @throws RuntimeError when it cannot be loaded */
export async function engineCompetitor(options: EngineCompetitorOptions): Promise<Competitor> {
  const { engine, name, model, copy, context = 'none', others } = options;
  const info = await engine.load(model);
  const files = await weightsOf(info.folder);
  const copies = { off: '', file: ' + copy', files: ' + copy from files' }[copy];
  const shown = { none: '', index: ' + index', copies: ' + index for copies' }[context];
  const settings = { model: info.id, files, copy, threshold: DEFAULT_THRESHOLD, maxTokens: MAX_TOKENS };
  const sources = new CopySources(engine, copy === 'files' ? others : undefined);
  return {
    name: `${name}${copies}${shown}`,
    settings: context === 'none' ? settings : { ...settings, context },
    complete: async (request, signal) => {
      const { languageId, prefix, suffix, extent, place } = request;
      const session = place && others ? others.fileOf(place) : SESSION;
      await sources.use(place?.repository);
      const gathering = performance.now();
      const snippets = await contextOf(request, info, context, others, signal);
      const gathered = performance.now() - gathering;
      const { suggestions, forwardPasses, ms } = await engine.infill(
        {
          model,
          session,
          languageId,
          prefix,
          suffix,
          snippets,
          extent,
          alternatives: 1,
          maxTokens: MAX_TOKENS[extent],
          length: { kind: 'found' },
          threshold: DEFAULT_THRESHOLD,
          copy,
          seed: 0,
        },
        signal,
      );
      engine.closeSession(session);
      const best = suggestions[0];
      return {
        text: best?.text ?? '',
        forwardPasses,
        ms: ms.total,
        ...(context !== 'none' && { contextMs: gathered }),
        chance: best?.chance,
        copied: best?.evidence.copied,
      };
    },
    dispose: () => Promise.resolve(),
  };
}

async function contextOf(
  request: CompletionRequest,
  info: ModelInfo,
  shown: ShownContext,
  others: OtherFiles | undefined,
  signal: AbortSignal,
): Promise<readonly ContextSnippet[]> {
  if (shown === 'none' || !others || !request.place) return [];
  const budget = contextBudget(shown, info, request.prefix);
  return snippetsOf(await others.pieces(request, request.place, budget, signal), shown);
}

/** Files that the copy prior reads: those of the task's repository, as in an editor. */
class CopySources {
  private repository: string | undefined;

  constructor(
    private readonly engine: InfillEngine,
    private readonly others: OtherFiles | undefined,
  ) {}

  async use(repository: string | undefined): Promise<void> {
    if (!this.others || repository === this.repository) return;
    this.repository = repository;
    this.engine.dropSources('all');
    if (repository === undefined) return;
    this.engine.putSources((await this.others.sources(repository)).map((path) => ({ path })));
    await this.engine.sourcesSettled();
  }
}
