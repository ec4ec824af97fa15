export { requireBidirectional } from './bidirectional';
export {
  ggufBytes,
  ggufHead,
  quantiseQ8,
  writeGguf,
  type GgufEntry,
  type GgufTensor,
  type GgufType,
  type GgufValue,
} from './gguf';
export { readGgufHead, type GgufHead } from './ggufHead';
export { ggufTokenizer, tokenizerSchema } from './ggufTokenizer';
export { LlamaProcess, llamaProgram, type LlamaEvaluator, type LlamaProgram } from './llamaProcess';
export { EmbeddingProcess } from './embedding/embeddingProcess';
export type { EmbeddingInfo } from './embedding/embeddingProtocol';
export { LlamaRunner } from './llamaRunner';
export type { LlamaInfo, OpenLlamaParams } from './llamaProtocol';
export { readChatFile, type ChatFile } from './chat/chatFile';
export { fimLayoutOf, fimLayouts, fimTokens, type FimLayout, type FimText } from './fim/fimLayout';
export { FimModel, type FimAnswer, type FimModelOptions, type FimQuestion } from './fim/fimModel';
export { ChatProcess, chatProgram } from './chat/chatProcess';
export type {
  ChatEvent,
  ChatInfo,
  OpenedChatInfo,
  ChatResult,
  ChatText,
  GenerateChatParams,
  OpenChatParams,
} from './chat/chatProtocol';
export { openChatFormat, type ChatFormat } from './formats';
export { LlamaEngine, type EngineOptions } from './engine/llamaEngine';
export type { Device } from './engine/device';
export type {
  CompletionRequest,
  CompletionResult,
  Sampling,
  SpecialToken,
  TextEngine,
  TextGrammar,
} from './engine/types';
export { ModelPool, type LoadedModel, type ModelPoolOptions } from './modelPool';
export { freeMemory, memoryNeed, type MemoryNeed } from './memoryNeed';
