import { createHash } from 'node:crypto';
import type { ToolGroup, ToolRecord } from '../types';
import { cosine, type SparseVector } from '../retrieval';
import { averageLinkage } from './linkage/averageLinkage';
import { cut } from './linkage/cut';
import type { StructuralForm } from './structure/structuralForm';
import { signatureOf } from './views/signatureView';

/**
 * Least cosine of two texts that mean the same; the second key beside equal behaviour. In our sample 59 of 68 pairs of true duplicates reach it, and of 9 pairs
 * that only multiply alike none comes above 0.08.
 */
export const likeMeaning = 0.2;

export interface EqualOptions {
  readonly tools: readonly ToolRecord[];
  readonly vectors: readonly SparseVector[];
  readonly forms: readonly (StructuralForm | undefined)[];
  /** Equal strings for equal behaviour, by tool; undefined where nothing is known. */
  readonly behaviours: readonly (string | undefined)[];
  /** Topic of a tool's group. */
  readonly topics: ReadonlyMap<string, string>;
  readonly meaning?: number | undefined;
}

/**
 * Tools that answer alike, by their meanings: those whose texts are like each other are duplicates; a class that falls into several meanings is
 * also shown as a whole, as it may be a mistake of copying.
 */
export async function equalBehaviour(options: EqualOptions): Promise<readonly ToolGroup[]> {
  const { tools, vectors, topics, meaning = likeMeaning } = options;
  const classes = new Map<string, number[]>();
  tools.forEach((_, at) => {
    const key = keyOf(at, options);
    if (key === undefined) return;
    const members = classes.get(key);
    if (members === undefined) classes.set(key, [at]);
    else members.push(at);
  });
  const groups: ToolGroup[] = [];
  const add = (members: readonly number[], relation: ToolGroup['relation']) => {
    const ids = members.map((at) => tools[at]!.id);
    groups.push({ id: groupId(ids), topic: topics.get(ids[0]!) ?? '', members: ids, relation });
  };
  for (const members of classes.values()) {
    if (members.length < 2) continue;
    const meanings = await byMeaning(members, vectors, meaning);
    for (const same of meanings) if (same.length > 1) add(same, 'duplicates');
    if (meanings.length > 1) add(members, 'possibleBug');
  }
  return groups;
}

/** What was run is judged by that; the rest by code that is the same but for names, if it needs nothing else and declares the same types. */
function keyOf(at: number, { tools, forms, behaviours }: EqualOptions): string | undefined {
  const behaviour = behaviours[at];
  if (behaviour !== undefined) return `ran ${behaviour}`;
  const tool = tools[at]!;
  const form = forms[at];
  if (form === undefined || tool.effects.length > 0 || tool.dependencies.helpers.length > 0) return undefined;
  return `reads ${form.hash} ${JSON.stringify(signatureOf(tool))}`;
}

async function byMeaning(
  members: readonly number[],
  vectors: readonly SparseVector[],
  meaning: number,
): Promise<readonly (readonly number[])[]> {
  const values = new Float32Array((members.length * (members.length - 1)) / 2);
  members.forEach((one, row) => {
    for (let column = 0; column < row; column++) {
      values[(row * (row - 1)) / 2 + column] = 1 - cosine(vectors[one]!, vectors[members[column]!]!);
    }
  });
  const dendrogram = await averageLinkage({ count: members.length, values });
  return cut(dendrogram, 1 - meaning).map((cluster) => cluster.map((at) => members[at]!));
}

/** The same for the same members, in whatever order. */
export function groupId(members: readonly string[]): string {
  return createHash('sha256')
    .update([...members].sort().join('\n'))
    .digest('hex')
    .slice(0, 16);
}
