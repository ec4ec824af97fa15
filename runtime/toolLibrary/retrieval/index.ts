export { Bm25Retriever } from './bm25Retriever';
export { EmbeddingRetriever } from './embeddingRetriever';
export { openLocalEmbedder, type LocalEmbedder } from './localEmbedder';
export { cosine, TfidfModel, type SparseVector } from './tfidfModel';
export { TfidfRetriever } from './tfidfRetriever';
export { toolText } from './toolText';
export type { Embedder, IndexedTool, RankedTool, ToolRetriever } from './types';
