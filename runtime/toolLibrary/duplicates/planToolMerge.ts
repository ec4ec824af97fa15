import { RuntimeError } from '../../runtimeError';
import { fingerprint, type PythonInterpreter } from '../execution';
import { extractTools } from '../extraction';
import { behaviourOf, groupId } from '../grouping';
import { refactorDuplicates } from '../merging';
import type { ChangedFile } from '../protocol';
import type { ToolRecord } from '../types';
import { verifyCandidate } from '../verification';

export interface ToolMergeOptions {
  /** Absolute. */
  readonly root: string;
  /** Text by path of all source files, as they are now. */
  readonly texts: ReadonlyMap<string, string>;
  /** Ids. */
  readonly tools: readonly string[];
  readonly seed: number;
  /** Default: `python3` of PATH. */
  readonly python?: PythonInterpreter | undefined;
  readonly signal: AbortSignal;
}

export interface ToolMerge {
  readonly files: readonly (ChangedFile & { readonly group: string })[];
  /** Tools that were merged into another one. */
  readonly tools: number;
}

/**
 * A merge of a few tools by themselves: found anew, run on the same arguments, and verified with what would stand in their place.
 * @throws RuntimeError where they are not as they were, do not answer alike, or did not pass; the signal's reason
 */
export async function planToolMerge({
  root,
  texts,
  tools: ids,
  seed,
  python,
  signal,
}: ToolMergeOptions): Promise<ToolMerge> {
  const collection = await extractTools({ root, signal });
  const wanted = new Set(ids);
  const tools = collection.tools.filter(({ id }) => wanted.has(id));
  if (tools.length < wanted.size || tools.length < 2) {
    throw refused('One of the functions was changed or has gone meanwhile.', 'Save the files and try again.');
  }
  const names = tools.map(({ name }) => name).join(', ');
  const fingerprints = await fingerprint({ root: collection.root, tools }, { seed, python, signal });
  const skipped = tools.flatMap(({ id, name }) => {
    const found = fingerprints.get(id);
    return found?.status === 'skipped' ? [`${name}: ${found.reason}`] : [];
  });
  if (skipped.length > 0) throw refused(`They cannot be compared by running them (${skipped.join('; ')}).`, byHand);
  const behaviours = new Set(tools.map(({ id }) => behaviourOf(fingerprints.get(id))));
  if (behaviours.size > 1 || behaviours.has(undefined)) {
    throw refused(`${names} did not give the same results when they were run on the same arguments.`, byHand);
  }
  const group = groupId(tools.map(({ id }) => id));
  const done = await refactorDuplicates({
    ...{ collection, texts, fingerprints, signal },
    groups: [{ id: group, topic: '', members: tools.map(({ id }) => id), relation: 'duplicates' }],
    verify: ({ texts: changed, entries }) =>
      verifyCandidate({ collection, candidate: { texts: changed }, entries, seed: seed ^ 1, python, signal }),
  });
  const entries = done.coverage.entries.filter(({ tool }) => wanted.has(tool));
  const merged = entries.filter(({ outcome }) => outcome === 'merged').length;
  if (merged === 0) throw refused(`${names} were not merged: ${whyNot(tools, entries)}.`, byHand);
  return {
    files: [...done.texts].map(([path, after]) => ({ path, before: texts.get(path), after, group })),
    tools: merged,
  };
}

const byHand = 'Compare them side by side, and change them by hand if they are the same to you.';

function whyNot(
  tools: readonly ToolRecord[],
  entries: readonly { readonly tool: string; readonly reason?: string }[],
): string {
  const reasons = entries.flatMap(({ tool, reason }) => {
    const name = tools.find(({ id }) => id === tool)?.name ?? '';
    return reason === undefined ? [] : [`${name}: ${reason}`];
  });
  return reasons.length === 0 ? 'their declarations have a form that is not rewritten' : reasons.join('; ');
}

function refused(message: string, action: string): RuntimeError {
  return new RuntimeError('bad-request', message, action);
}
