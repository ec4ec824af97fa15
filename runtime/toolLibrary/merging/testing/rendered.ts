import assert from 'node:assert/strict';
import type { ToolKind, ToolRecord } from '../../types';
import type { Merge } from '../plan/merge';
import { renderMerges } from '../plan/renderMerges';

export type Member = readonly [ToolRecord, Merge['members'][number]['arguments']];

/** Files after merges of which none is refused; the files are nowhere on the disk. */
export async function rendered(
  texts: Readonly<Record<string, string>>,
  merges: readonly Merge[],
): Promise<ReadonlyMap<string, string>> {
  const done = await renderMerges('/r', new Map(Object.entries(texts)), merges);
  assert.deepEqual([...done.refused], []);
  return done.texts;
}

/** Why the one tool of a merge is refused; undefined: it is not. */
export async function refusal(texts: Readonly<Record<string, string>>, one: Merge): Promise<string | undefined> {
  const { refused } = await renderMerges('/r', new Map(Object.entries(texts)), [one]);
  return [...refused.values()][0];
}

export function merge([path, access]: readonly [string, string], members: readonly Member[]): Merge {
  return {
    group: 'g',
    target: { path, access },
    members: members.map(([each, values]) => ({ tool: each, arguments: values })),
  };
}

export function mergedTool(path: string, access: string, summary = ''): ToolRecord {
  const kind: ToolKind = path.endsWith('.py') ? 'python' : 'typescript';
  return {
    ...{ id: `${path}#${access}`, kind, name: access, summary, description: summary, parameters: [], effects: [] },
    source: { path, start: 0, end: 0, text: '', exported: true, asynchronous: false, access },
    ...{ dependencies: { helpers: [], imports: [] }, examples: [], provenance: 'function' },
  };
}
