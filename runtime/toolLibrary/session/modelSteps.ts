import { applyVetoes, reviewTopics } from '../grouping';
import type { MergeEstimate, ModelWork, RefactorParams } from '../protocol';
import { isAbort } from '../../host/responseErrors';
import { estimateMerge } from './estimateMerge';
import type { LibraryState } from './libraryState';
import { mergeWithModel, type ModelGroups } from './mergeWithModel';
import { refusals } from './refusals';
import type { SessionModels } from './sessionParts';

/** Of the arguments that a model's modules are tried on: the same each time, so that answers that were kept fit the questions. */
const SEED = 1;
const usualCandidates = 2;

/** The steps of a library in which a model is asked. */
export class ModelSteps {
  constructor(private readonly state: LibraryState) {}

  /** Sends nothing. */
  estimate(model: string, candidates: number, signal: AbortSignal): Promise<MergeEstimate> {
    // Groups begin from the duplicates again, also where a model joined something before.
    const refactoring = this.state.merged?.duplicates.refactoring;
    const compared = this.state.needCompared();
    return estimateMerge({ model, candidates, ...compared, refactoring, models: this.models(), signal });
  }

  /** A model names the groups of the cut, and takes out members that do not belong; another cut forgets it. */
  async nameGroups(model: string, limit: number | undefined, signal: AbortSignal): Promise<void> {
    const { groups, collection } = this.state.needCompared();
    const opened = await this.models().open(model, limit);
    const { groups: named, vetoed } = await reviewTopics({
      ...{ groups: groups.groups, tools: collection.tools, signal },
      ask: (turns) => opened.askTopic(turns, signal),
      progress: (done, all) =>
        this.state.parts.progress({
          ...{ stage: 'name', text: `${String(done + 1)} / ${String(all)}` },
          ...{ share: all === 0 ? undefined : done / all, cost: opened.spent().cost },
        }),
    });
    // What the model said does not belong is no duplicate without a person's word.
    const equal = applyVetoes(groups.equal, vetoed);
    this.state.groups = { ...groups, groups: named, equal, named: { groups: named, equal } };
  }

  /**
   * Duplicates, and what a model joins. What was taken stands also where it fails or is stopped in the middle.
   * @throws RuntimeError, the signal's reason
   */
  async refactor(model: string, params: RefactorParams, signal: AbortSignal): Promise<void> {
    const { state } = this;
    const { acceptWeak, candidates = usualCandidates, limit } = params;
    state.needExecution();
    const compared = state.needCompared();
    const { tokens } = state.parts;
    if (tokens === undefined) throw refusals.noModels();
    const opened = await this.models().open(model, limit);
    const known = state.merged?.duplicates;
    let duplicates = known?.acceptWeak === acceptWeak ? known : undefined;
    const work = (groups: ModelGroups, ended: ModelWork['ended'], problem?: string): ModelWork => ({
      ...{ model, ...opened.spent(), ...groups, ended, problem },
    });
    let counts: ModelGroups = { groups: 0, joined: 0 };
    const ended = async (how: ModelWork['ended'], problem?: string): Promise<void> => {
      if (state.merged === undefined || duplicates === undefined) return;
      state.merged = { ...state.merged, duplicates, work: work(counts, how, problem) };
      await state.keep();
    };
    try {
      await mergeWithModel({
        ...{ ...compared, duplicates: duplicates?.refactoring, acceptWeak, seed: SEED, signal },
        python: await state.python(),
        model: { opened, candidates },
        tokens: await tokens(),
        progress: state.parts.progress,
        grouped: (now) => (counts = now),
        taken: async (refactoring, length) => {
          duplicates ??= { refactoring, acceptWeak };
          state.merged = { refactoring, duplicates, length, work: work(counts, 'stopped') };
          state.retrieval = undefined;
          // Should the process be lost, this much is there.
          await state.keep();
        },
      });
      await ended('done');
    } catch (error) {
      await ended(isAbort(error) ? 'stopped' : 'failed', problemOf(error));
      throw error;
    }
  }

  private models(): SessionModels {
    const { models } = this.state.parts;
    if (models === undefined) throw refusals.noModels();
    return models;
  }
}

function problemOf(error: unknown): string | undefined {
  if (isAbort(error)) return undefined;
  if (!(error instanceof Error)) return String(error);
  return 'action' in error && typeof error.action === 'string' ? `${error.message} ${error.action}` : error.message;
}
