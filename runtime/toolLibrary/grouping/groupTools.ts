import type { Dendrogram, Fingerprint, ToolGroup, ToolRecord } from '../types';
import { TfidfModel, toolText, type SparseVector } from '../retrieval';
import { equalBehaviour, groupId } from './equalBehaviour';
import { averageLinkage } from './linkage/averageLinkage';
import { condensedDistances } from './linkage/condensedDistances';
import { cut } from './linkage/cut';
import { structuralForm, type StructuralForm } from './structure/structuralForm';
import { topicNames } from './topics/topicNames';
import type { LongWork } from './types';
import { behaviourOf, behaviourView } from './views/behaviourView';
import { embeddingView } from './views/embeddingView';
import { signatureView } from './views/signatureView';
import { structureView } from './views/structureView';
import { textView } from './views/textView';

/** How much each view counts where it knows something. */
export const viewWeights = { text: 0.5, signature: 0.1, structure: 0.2, behaviour: 0.2 } as const;
/** Of the weight of texts where a model's vectors of them are there too. */
const embeddingShare = 0.5;
export const defaultHeight = 0.6;
export const defaultMaximumSize = 40;

export interface CollectionViews {
  readonly tools: readonly ToolRecord[];
  readonly vectors: readonly SparseVector[];
  readonly forms: readonly (StructuralForm | undefined)[];
  /** By tool; undefined where nothing was run, or showed too little. */
  readonly behaviours: readonly (string | undefined)[];
  readonly dendrogram: Dendrogram;
}

export interface GroupingOptions extends LongWork {
  /** By the tool's id. */
  readonly fingerprints?: ReadonlyMap<string, Fingerprint> | undefined;
  /** Vectors of the tools' texts (`toolText`) by an embedding model, in the tools' order. */
  readonly embeddings?: readonly Float32Array[] | undefined;
}

/**
 * Compares all tools with each other in four views and joins the most similar ones into a tree, which can be cut anywhere without
 * comparing again.
 *
 * @throws RangeError for too many tools; GrammarsMissingError; the signal's reason when it is aborted
 */
export async function compareTools(
  tools: readonly ToolRecord[],
  { fingerprints, embeddings, signal, progress }: GroupingOptions = {},
): Promise<CollectionViews> {
  const forms: (StructuralForm | undefined)[] = [];
  for (const tool of tools) {
    signal?.throwIfAborted();
    forms.push(await structuralForm(tool));
  }
  const found = tools.map(({ id }) => fingerprints?.get(id));
  const model = new TfidfModel(tools.map(toolText));
  const distances = await condensedDistances(
    tools.length,
    [
      textView(model, viewWeights.text * (embeddings === undefined ? 1 : 1 - embeddingShare)),
      ...(embeddings === undefined ? [] : [embeddingView(embeddings, viewWeights.text * embeddingShare)]),
      signatureView(tools, viewWeights.signature),
      structureView(forms, viewWeights.structure),
      behaviourView(found, viewWeights.behaviour),
    ],
    { signal, progress: (share) => progress?.(share / 2) },
  );
  const dendrogram = await averageLinkage(distances, {
    signal,
    progress: (share) => progress?.(0.5 + share / 2),
  });
  return { tools, vectors: model.vectors, forms, behaviours: found.map(behaviourOf), dendrogram };
}

export interface CutGroups {
  /** Each tool in exactly one: by what they are about. `duplicates` where all members of a group are. */
  readonly groups: readonly ToolGroup[];
  /** Tools that answer alike: duplicates, and possible mistakes. */
  readonly equal: readonly ToolGroup[];
}

export interface CutOptions {
  /** 1 - similarity above which nothing is joined. */
  readonly height?: number | undefined;
  readonly maximumSize?: number | undefined;
  /** Least cosine of texts that mean the same. */
  readonly meaning?: number | undefined;
}

/** Groups at a height of the tree, and what of them is equal. */
export async function cutGroups(
  views: CollectionViews,
  { height = defaultHeight, maximumSize = defaultMaximumSize, meaning }: CutOptions = {},
): Promise<CutGroups> {
  const { tools } = views;
  const clusters = cut(views.dendrogram, height, { maximumSize });
  const names = topicNames(clusters.map((cluster) => cluster.map((at) => tools[at]!)));
  const topics = new Map<string, string>();
  clusters.forEach((cluster, at) => cluster.forEach((tool) => topics.set(tools[tool]!.id, names[at]!)));
  const equal = await equalBehaviour({ ...views, topics, meaning });
  const duplicates = new Set(equal.filter(({ relation }) => relation === 'duplicates').map(({ id }) => id));
  const groups = clusters.map((cluster, at): ToolGroup => {
    const members = cluster.map((tool) => tools[tool]!.id);
    const id = groupId(members);
    return { id, topic: names[at]!, members, relation: duplicates.has(id) ? 'duplicates' : 'related' };
  });
  return { groups, equal };
}
