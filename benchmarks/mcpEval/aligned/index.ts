/** How we compare calls with those of the ground truth. */
export { alignCalls, type AlignedPair, type Alignment, type AlignOptions } from './alignCalls';
export { argumentKind, innerSchema, type ArgumentKind } from './argumentKind';
export { workspacePath } from './workspacePath';
