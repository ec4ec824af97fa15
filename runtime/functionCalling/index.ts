export { BadFormError } from './badFormError';
export {
  exactJson,
  isExactArray,
  isExactObject,
  isJsonArray,
  isJsonObject,
  JsonNumber,
  parseExactJson,
  plainJson,
  type ExactJson,
  type ExactObject,
} from './json/exactJson';
export { EmbeddedCaller, weightsOf, type CallerWeights, type SuggestedCall } from './embedded';
export { pythonJson } from './json/pythonJson';
export { callGrammar, type CallGrammar, type CallGrammarOptions, type CallSyntax } from './grammar/callGrammar';
export { leaderboardSchema } from './schema/leaderboardSchema';
export { schemaValidator, type SchemaValidator } from './schema/schemaValidator';
export { CallParser, parseReply, type CallParserOptions } from './parsing/callParser';
export type { CallEvent, CallPath, ParsedCall, ParsedReply } from './parsing/parsedReply';
export {
  conversationOf,
  missingResult,
  inCallOrder,
  type Conversation,
  type IdentifiedCall,
  type Turn,
} from './prompts/conversation';
export { openAiConversation, openAiTools } from './prompts/openAiConversation';
export { pythonStrip } from './prompts/pythonStrip';
export {
  joinedPieces,
  promptText,
  xlamCalls,
  xlamFamilies,
  xlamInstruction,
  xlamPrompt,
  type PromptPiece,
  type XlamFamily,
} from './prompts/xlamPrompt';
export { CallLoopGuard, type LoopVerdict } from './checking/callLoopGuard';
export {
  checkToolCall,
  type CallProblem,
  type CallProblemKind,
  type CheckedCall,
  type WrittenCall,
} from './checking/checkToolCall';
export type { Coercion } from './checking/coerceArguments';
export { maxRepairs, repairRequest } from './checking/repairRequest';
export { nearestNames } from './checking/nearestNames';
export { ToolIndex, type RankedTool } from './selection/toolIndex';
export { needThreshold, toolNeed, type ToolNeed } from './selection/toolNeed';
export { toolWords } from './selection/toolWords';
export { jsonGrammar, type JsonGrammar } from './grammar/jsonGrammar';
