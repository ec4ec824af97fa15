import type { Fingerprint, ToolCollection, ToolGroup, ToolRecord } from '../../types';
import type { Merge } from '../plan/merge';
import type { GroupForModel } from './prompts';

/** Tools of a group that a model may work on: they answer for themselves, can be run, and are all in one language. */
export function modelTools(
  group: ToolGroup,
  collection: ToolCollection,
  merges: readonly Merge[],
  fingerprints: ReadonlyMap<string, Fingerprint>,
): readonly ToolRecord[] {
  const merged = new Set(merges.flatMap(({ members }) => members.map(({ tool }) => tool.id)));
  const members = new Set(group.members);
  const runnable = collection.tools.filter(
    ({ id, source, deprecated }) =>
      members.has(id) &&
      !merged.has(id) &&
      deprecated !== true &&
      source?.access !== undefined &&
      !source.access.includes('.') &&
      fingerprints.get(id)?.status === 'run',
  );
  const python = runnable.filter(({ kind }) => kind === 'python');
  const scripts = runnable.filter(({ kind }) => kind !== 'python');
  return scripts.length > python.length ? scripts : python;
}

/** What prompts are made of. */
export function groupForModel(topic: string, tools: readonly ToolRecord[], collection: ToolCollection): GroupForModel {
  return {
    ...{ topic, language: languageName(tools), helpers: helpersOf(tools, collection) },
    tools: new Map(tools.map((tool, at) => [`T${String(at + 1)}`, tool])),
  };
}

function languageName(tools: readonly ToolRecord[]): string {
  if (tools[0]?.kind === 'python') return 'Python';
  return tools.some(({ kind }) => kind === 'typescript') ? 'TypeScript' : 'JavaScript';
}

export function endingOf(tools: readonly ToolRecord[]): string {
  if (tools[0]?.kind === 'python') return '.py';
  const typed = tools.find(({ kind }) => kind === 'typescript') ?? tools[0];
  const ending = /\.[cm]?[tj]s$/.exec(typed?.source?.path ?? '')?.[0];
  return ending ?? '.ts';
}

/** Text of tools in the same files that these call. Other helpers stand in the text of the tools' files, which are not shown. */
function helpersOf(tools: readonly ToolRecord[], { tools: all }: ToolCollection): string {
  const own = new Set(tools.map(({ id }) => id));
  const texts = tools.flatMap((tool) =>
    tool.dependencies.helpers.flatMap((name) => {
      const helper = all.find((each) => each.source?.path === tool.source?.path && each.name === name);
      return helper === undefined || own.has(helper.id) ? [] : [helper.source?.text ?? ''];
    }),
  );
  return [...new Set(texts)].join('\n\n');
}
