/** The second step after merging: calls of adapters become calls of what they call. */
export { inlineAdapters } from './inlineAdapters';
export { inlineVerified, type VerifiedInlineOptions, type VerifiedInlining } from './inlineVerified';
export type { InlinedCall, InlineOptions, Inlining, LeftUse, NamedAdapter } from './types';
