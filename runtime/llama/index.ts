export { writeGguf, type GgufTensor, type GgufValue } from './gguf';
export { ggufTokenizer, tokenizerSchema } from './ggufTokenizer';
export { LlamaProcess, llamaProgram, type LlamaProgram } from './llamaProcess';
export type { LlamaInfo, OpenLlamaParams } from './llamaProtocol';
export { readChatFile, type ChatFile } from './chat/chatFile';
export { ChatProcess, chatProgram } from './chat/chatProcess';
export type { ChatInfo, ChatResult, ChatText, ChatTurn, GenerateChatParams, OpenChatParams } from './chat/chatProtocol';
