import type { Node } from '@vscode/tree-sitter-wasm';
import { averageLinkage, cut, groupId, likeMeaning } from '../../grouping';
import { cosine, TfidfModel, toolText, type SparseVector } from '../../retrieval';
import type { ToolRecord } from '../../types';
import { isUnwritable } from '../declarations/declaration';
import { readDeclaration } from '../declarations/readDeclaration';
import type { CollectionFiles } from '../imports/collectionFiles';
import { abstracted, type Abstracted } from './constants';
import type { Family, FamilyColumn, FamilyMember } from './family';

/** More parameters for constants would be a switch between functions, and no function. */
export const mostParameters = 3;

interface Candidate extends FamilyMember {
  readonly code: Abstracted;
  readonly vector: SparseVector;
}

/**
 * Functions whose code is the same but for constants, and whose texts mean the same. Neither is enough alone: a lot is one multiplication.
 *
 * @param all texts of the whole collection weigh what words tell
 * @param tools that may be merged
 */
export async function findFamilies(
  files: CollectionFiles,
  all: readonly ToolRecord[],
  tools: readonly ToolRecord[],
): Promise<readonly Family[]> {
  const model = new TfidfModel(all.map(toolText));
  const vectors = new Map(all.map(({ id }, at) => [id, model.vectors[at]]));
  const shapes = new Map<string, Candidate[]>();
  for (const tool of tools) {
    const candidate = candidateOf(files, tool, vectors.get(tool.id));
    if (candidate === undefined) continue;
    const key = `${declared(tool)}\n${candidate.code.shape}`;
    shapes.set(key, [...(shapes.get(key) ?? []), candidate]);
  }
  const families: Family[] = [];
  for (const alike of shapes.values()) {
    if (alike.length < 2) continue;
    for (const members of await byMeaning(alike)) {
      const family = members.length < 2 ? undefined : familyOf(members);
      if (family !== undefined) families.push(family);
    }
  }
  return families;
}

function candidateOf(
  files: CollectionFiles,
  tool: ToolRecord,
  vector: SparseVector | undefined,
): Candidate | undefined {
  const { source } = tool;
  if (source?.access === undefined || vector === undefined) return undefined;
  const file = files.get(source.path);
  if (file === undefined) return undefined;
  const declaration = readDeclaration(file, source.access);
  if (isUnwritable(declaration) || declaration.decorators.length > 0) return undefined;
  if (declaration.parameters.some(({ passing }) => passing === 'field' || passing.toLowerCase().includes('rest'))) {
    return undefined;
  }
  const node: Node | null = file.tree.rootNode.descendantForIndex(declaration.start, declaration.end - 1);
  const code = node === null ? undefined : abstracted(node);
  if (code === undefined || code.constants.length === 0) return undefined;
  return { tool, path: source.path, access: source.access, code, vector };
}

/** What has to be equal besides the code: language, types of parameters in their order, of the result, and what it needs of its file. */
function declared({ kind, parameters, returns, source, dependencies }: ToolRecord): string {
  return JSON.stringify([
    kind,
    parameters.map(({ schema, required, passing, type }) => [type ?? schema, required, passing]),
    returns?.type,
    source?.asynchronous,
    // A helper is another one in another file.
    dependencies.helpers.length > 0 ? [source?.path, [...dependencies.helpers].sort()] : [],
  ]);
}

async function byMeaning(candidates: readonly Candidate[]): Promise<readonly (readonly Candidate[])[]> {
  const values = new Float32Array((candidates.length * (candidates.length - 1)) / 2);
  candidates.forEach(({ vector }, row) => {
    candidates.slice(0, row).forEach((other, column) => {
      values[(row * (row - 1)) / 2 + column] = 1 - cosine(vector, other.vector);
    });
  });
  const dendrogram = await averageLinkage({ count: candidates.length, values });
  return cut(dendrogram, 1 - likeMeaning).map((cluster) => cluster.flatMap((at) => candidates[at] ?? []));
}

function familyOf(found: readonly Candidate[]): Family | undefined {
  const members = [...found].sort(better);
  const [first] = members;
  const columns = new Map<string, FamilyColumn>();
  first?.code.constants.forEach((_, place) => {
    const values = members.flatMap(({ code }) => code.constants[place]?.value ?? []);
    if (values.every((value) => value === values[0])) return;
    const key = JSON.stringify(values);
    columns.set(key, { values, places: [...(columns.get(key)?.places ?? []), place] });
  });
  if (columns.size === 0 || columns.size > mostParameters) return undefined;
  return {
    id: groupId(members.map(({ tool }) => tool.id)),
    members: members.map(({ tool, path, access }) => ({ tool, path, access })),
    columns: [...columns.values()],
  };
}

/** The first member is the pattern of the new function. */
function better(a: Candidate, b: Candidate): number {
  return (
    Number(b.tool.source?.exported === true) - Number(a.tool.source?.exported === true) ||
    Number(b.tool.description !== '') - Number(a.tool.description !== '') ||
    (a.path < b.path ? -1 : a.path > b.path ? 1 : 0) ||
    (a.tool.source?.start ?? 0) - (b.tool.source?.start ?? 0)
  );
}
