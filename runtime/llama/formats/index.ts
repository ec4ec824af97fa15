export type { CallForm, ChatFormat, ChatPrompt, PromptOptions, ToolSupport } from './chatFormat';
export { openChatFormat } from './openChatFormat';
