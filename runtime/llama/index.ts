export { writeGguf, type GgufTensor, type GgufValue } from './gguf';
export { ggufTokenizer, tokenizerSchema } from './ggufTokenizer';
export { LlamaProcess, llamaProgram, type LlamaProgram } from './llamaProcess';
export type { LlamaInfo, OpenLlamaParams } from './llamaProtocol';
