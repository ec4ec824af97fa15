export type { CallerWeights } from './callerWeights';
export { EmbeddedCaller, type SuggestedCall } from './embeddedCaller';
export { weightsOf } from './weightsOf';
