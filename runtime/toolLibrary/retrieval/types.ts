import type { ToolRecord } from '../types';

/** What of a tool is read to find it. */
export type IndexedTool = Pick<ToolRecord, 'id' | 'name' | 'description'> & {
  readonly parameters: readonly { readonly name: string }[];
};

export interface RankedTool<Tool extends IndexedTool = IndexedTool> {
  readonly tool: Tool;
  /** Above 0; comparable within one retriever only. */
  readonly score: number;
}

/** Finds tools for a request. Made once for a collection. */
export interface ToolRetriever<Tool extends IndexedTool = IndexedTool> {
  /** For reports: `bm25`, `tfidf`, an embedding model's name. */
  readonly name: string;
  /** @returns at most `count` tools, best first; ties in the collection's order */
  find(query: string, count: number): readonly RankedTool<Tool>[] | Promise<readonly RankedTool<Tool>[]>;
}

/** A model that turns texts into vectors, all of one length. */
export interface Embedder {
  readonly name: string;
  /** @returns one vector a text, in their order */
  embed(texts: readonly string[]): Promise<readonly Float32Array[]>;
}
