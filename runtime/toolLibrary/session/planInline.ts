import type { PythonInterpreter } from '../execution';
import { extractTools } from '../extraction';
import { inlineVerified } from '../inlining';
import type { EditedFile } from '../protocol';
import { readTexts } from './readTexts';
import { refusals } from './refusals';

export interface InlineStep {
  /** Absolute. */
  readonly root: string;
  /** Of the change whose adapters are meant. */
  readonly files: readonly string[];
  readonly seed: number;
  readonly python: PythonInterpreter | undefined;
  readonly signal: AbortSignal;
  readonly progress: (done: string) => void;
}

export interface PlannedInlining {
  readonly files: readonly (EditedFile & { readonly after: string })[];
  /** Calls that are rewritten, and uses that stay. */
  readonly inlined: number;
  readonly left: number;
}

/**
 * Calls of the old names that a change left become calls of the library, where that is certain to do the same; what changes is compared in the sandbox. The
 * old names stay, for callers that nobody sees.
 *
 * @throws RuntimeError where nothing can be rewritten
 */
export async function planInline({
  root,
  files,
  seed,
  python,
  signal,
  progress,
}: InlineStep): Promise<PlannedInlining> {
  const texts = await readTexts(root, signal);
  const collection = await extractTools({ root, signal });
  const own = new Set(files);
  const adapters = new Set(
    collection.tools.flatMap(({ deprecated, name, source }) =>
      deprecated === true && source !== undefined && own.has(source.path)
        ? [`${source.path}#${source.access ?? name}`]
        : [],
    ),
  );
  if (adapters.size === 0) throw refusals.noAdapters();
  const done = await inlineVerified({ collection, texts, adapters, seed, python, signal, progress });
  if (done.inlined.length === 0) throw refusals.nothingInlined(done.left.map(({ reason }) => reason));
  return {
    files: [...done.texts].map(([file, after]) => ({
      ...{ path: file, before: texts.get(file), after, group: 'inlined' },
    })),
    ...{ inlined: done.inlined.length, left: done.left.length },
  };
}
