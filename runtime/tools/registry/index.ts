export { openToolRegistry, type RegistryOptions } from './toolRegistry';
export { boundResult, cleanText, defaultResultLimits, type ResultLimits } from './boundResult';
export { compressSchema, type CompressOptions } from './compressSchema';
export { resultText, toolDataRule } from './resultText';
export { Turns } from './turns';
export { abortReason, unlessAborted } from './unlessAborted';
