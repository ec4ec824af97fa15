import { ChangedCollection } from '../changedCollection';
import type { PythonInterpreter } from '../execution';
import type { CutGroups } from '../grouping';
import { mergeFamilies, refactorTools, type RefactorOptions, type Refactoring } from '../merging';
import type { LibraryProgress, RefactorSummary } from '../protocol';
import type { TokenCounter } from '../tokenCounter';
import type { Fingerprint, ToolCollection } from '../types';
import { withVerifier } from '../verification';
import type { OpenedModel } from './sessionParts';

type Length = RefactorSummary['descriptionLength'];

/** Groups that the model was given so far, and those of which something was joined. */
export interface ModelGroups {
  readonly groups: number;
  readonly joined: number;
}

export interface ModelMergeOptions {
  readonly collection: ToolCollection;
  readonly texts: ReadonlyMap<string, string>;
  readonly fingerprints: ReadonlyMap<string, Fingerprint>;
  readonly groups: CutGroups;
  /** Duplicates that were merged with the same `acceptWeak` before. */
  readonly duplicates: Refactoring | undefined;
  readonly model: { readonly opened: OpenedModel; readonly candidates: number };
  readonly tokens: TokenCounter;
  readonly acceptWeak: boolean;
  readonly seed: number;
  readonly python: PythonInterpreter | undefined;
  readonly signal: AbortSignal;
  readonly progress: (progress: LibraryProgress) => void;
  readonly grouped: (groups: ModelGroups) => void;
  /** Told after the duplicates, and after each group of which something was taken. */
  readonly taken: (refactoring: Refactoring, length: Length) => Promise<void>;
}

/**
 * Duplicates first, then a model joins related tools, group by group, then what is left and differs in constants alone; nothing is taken that does
 * not pass.
 * @throws RuntimeError where the model cannot be asked; the signal's reason. What was told by `taken` stands.
 */
export async function mergeWithModel(options: ModelMergeOptions): Promise<void> {
  const { collection, texts, fingerprints, groups, duplicates, model, tokens, acceptWeak, seed, python, signal } =
    options;
  const changed = new ChangedCollection({ collection, texts, tokens, signal });
  const lengthOf = async (fresh: ReadonlyMap<string, string>) =>
    changed.length(fresh, await changed.tools(fresh)).total;
  const before = await lengthOf(new Map());
  // The first that is told are the duplicates.
  const counts = { groups: 0, joined: -1 };
  let step: LibraryProgress['model'];
  const tell = (stage: LibraryProgress['stage'], text: string) =>
    options.progress({
      ...{ stage, text, model: step, cost: model.opened.spent().cost },
      share: step && (step.group - 1) / step.groups,
    });
  const taken = async (refactoring: Refactoring): Promise<void> =>
    options.taken(refactoring, { before, after: await lengthOf(refactoring.texts) });
  const watched = { collection, seed, python, signal, onProgress: (text: string) => tell('verify', text) };
  const done = await withVerifier(watched, async (verify) => {
    const shared: RefactorOptions = {
      ...{ collection, texts, fingerprints, acceptWeak, signal, groups: groups.equal, related: groups.groups },
      ...(duplicates === undefined ? {} : { duplicates }),
      verify: (candidate) => {
        tell('verify', '');
        return verify(candidate);
      },
      progress: (text) => tell('verify', text),
    };
    const joined = await refactorTools({
      ...shared,
      model: {
        ask: model.opened.ask,
        candidates: model.candidates,
        lengthOf,
        told: (now) => {
          step = now;
          counts.groups = now.group;
          options.grouped({ groups: counts.groups, joined: Math.max(0, counts.joined) });
          tell('merge', '');
        },
        taken: (refactoring) => {
          counts.joined += 1;
          options.grouped({ ...counts });
          return taken(refactoring);
        },
      },
    });
    // What the model has left, and it costs nothing.
    step = undefined;
    return (await mergeFamilies(shared, { lengthOf }, joined)).refactoring;
  });
  await taken(done);
}
