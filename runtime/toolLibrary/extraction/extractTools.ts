import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import picomatch from 'picomatch';
import { isTestPath, scanFolder, type ScannedFile } from '../../repository';
import { canonicalValue } from '../execution';
import type { CollectionProblem, ToolCollection, ToolExample, ToolRecord } from '../types';
import type { DraftExample, FileDraft, ToolDraft } from './draft';
import { collectExamples } from './examples';
import { ExtractionError } from './extractionError';
import { readSource } from './readSource';
import { moduleResolver } from './resolveModule';
import { sourceReader } from './sourceReader';
import { summaryOf, withId } from './toolRecord';
import { UsageClosure } from './usage/usageClosure';

export interface ExtractOptions {
  /** A folder, or one file. */
  readonly root: string;
  /** Globs of paths below the root that are taken; default: all. */
  readonly include?: readonly string[] | undefined;
  /** Globs of paths that are left out, whatever `include` says. */
  readonly exclude?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ((done: number, total: number, path: string) => void) | undefined;
}

/**
 * All tools of a folder: functions of Python, TypeScript and JavaScript, registrations of frameworks, lists of schemas. Nothing is run.
 * What cannot be read is told in `problems`, and the rest goes on.
 *
 * @throws ExtractionError when there is no such folder; AbortError
 */
export async function extractTools(options: ExtractOptions): Promise<ToolCollection> {
  const { signal, progress } = options;
  signal?.throwIfAborted();
  const { root, only } = await placeOf(options.root);
  const wanted = wantedPaths(options);
  const scanned = (await filesBelow(root, signal)).filter(
    ({ path: each }) => (only === undefined || each === only) && wanted(each),
  );
  const problems: CollectionProblem[] = [];
  const drafts: FileDraft[] = [];
  const reader = sourceReader(root, new Set(scanned.map(({ path: each }) => each)));
  let began = Date.now();
  for (const [at, file] of scanned.entries()) {
    if (Date.now() - began > turn) {
      progress?.(at, scanned.length, file.path);
      await setImmediate();
      signal?.throwIfAborted();
      began = Date.now();
    }
    const draft = await draftOf(root, file, reader, problems);
    if (draft !== undefined) drafts.push(draft);
  }
  progress?.(scanned.length, scanned.length, '');
  return { root, tools: recordsOf(drafts), problems };
}

/** How long to work before others have their turn. Milliseconds. */
const turn = 30;

type Reader = ReturnType<typeof sourceReader>;

async function draftOf(
  root: string,
  file: ScannedFile,
  reader: Reader,
  problems: CollectionProblem[],
): Promise<FileDraft | undefined> {
  if (!reader.reads(file.path)) return undefined;
  const read = await readSource(root, file);
  if ('problem' in read) {
    problems.push({ path: file.path, problem: read.problem });
    return undefined;
  }
  try {
    const { draft, problems: more } = await reader.read(file.path, read.text, isTestPath(file.path));
    problems.push(...more, ...(draft?.notes ?? []).map((each) => ({ path: file.path, ...each })));
    if (draft?.broken !== undefined) {
      const problem =
        'it does not parse here: a syntax error, or syntax that is newer than the grammar. What stands around it may be missing.';
      problems.push({ path: file.path, line: draft.broken.line, problem });
    }
    return draft;
  } catch (error) {
    // One file that nobody can follow does not take the others with it.
    problems.push({
      path: file.path,
      problem: `it could not be read: ${error instanceof Error ? error.message : String(error)}`,
    });
    return undefined;
  }
}

export async function filesBelow(root: string, signal: AbortSignal | undefined): Promise<readonly ScannedFile[]> {
  try {
    return await scanFolder(root, { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw new ExtractionError(`The folder ${root} cannot be read. Look at its permissions.`, { cause: error });
  }
}

async function placeOf(given: string): Promise<{ readonly root: string; readonly only: string | undefined }> {
  try {
    const real = await realpath(given);
    const found = await stat(real);
    if (found.isDirectory()) return { root: real, only: undefined };
    if (found.isFile()) return { root: path.dirname(real), only: path.basename(real) };
  } catch (error) {
    throw new ExtractionError(missing(given), { cause: error });
  }
  throw new ExtractionError(missing(given));
}

function missing(given: string): string {
  return `There is no folder or file ${given}. Name the folder whose tools are to be found.`;
}

function wantedPaths({ include = [], exclude = [] }: ExtractOptions): (file: string) => boolean {
  const match = (globs: readonly string[]): ((file: string) => boolean) => picomatch([...globs], { dot: true });
  const isIn = include.length === 0 ? () => true : match(include);
  const isOut = exclude.length === 0 ? () => false : match(exclude);
  return (file) => isIn(file) && !isOut(file);
}

function recordsOf(drafts: readonly FileDraft[]): readonly ToolRecord[] {
  const resolve = moduleResolver(new Set(drafts.map(({ path: each }) => each)));
  const closure = new UsageClosure(new Map(drafts.map(({ usage }) => [usage.path, usage])), resolve);
  const examples = collectExamples(drafts, resolve);
  const records = new Map<string, ToolRecord>();
  for (const { path: file, tools } of drafts) {
    for (const tool of tools) {
      const record = recordOf(tool, file, closure, (examples.get(tool) ?? []).map(exampleOf));
      // The very same declaration twice in one file is one tool.
      if (!records.has(record.id)) records.set(record.id, record);
    }
  }
  return [...records.values()];
}

function exampleOf({ expected, ...example }: DraftExample): ToolExample {
  return expected === undefined ? example : { ...example, expected: canonicalValue(expected.value) };
}

export function recordOf(
  tool: ToolDraft,
  file: string,
  closure: UsageClosure,
  examples: readonly ToolExample[],
): ToolRecord {
  const { kind, name, description, parameters, returns, source, provenance, usage } = tool;
  const found = usage === undefined ? { effects: [], helpers: [], imports: [] } : closure.of(file, usage, tool.self);
  const effects = [...new Set([...found.effects, ...tool.also])];
  // What is known by its schema alone may do anything.
  return withId({
    ...{ kind, name, description, parameters, provenance, examples },
    summary: summaryOf(description),
    effects: kind === 'schema' ? ['unknown'] : effects,
    dependencies: { helpers: found.helpers, imports: found.imports },
    ...(returns === undefined ? {} : { returns }),
    ...(source === undefined ? {} : { source }),
    ...(tool.deprecated ? { deprecated: true } : {}),
  });
}
