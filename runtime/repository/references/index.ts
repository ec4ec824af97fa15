/** Which definition a reference means, as far as scopes and imports tell. */
export { targetOf, type TargetReader } from './targetOf';
