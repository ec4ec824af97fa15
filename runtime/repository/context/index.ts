/** What to show a model of other files, from the index. */
export { gatherContext } from './gatherContext';
export type { ContextPiece, ContextQuestion, GatheredContext, PieceRelation } from './types';
