export { equalBehaviour, groupId, likeMeaning, type EqualOptions } from './equalBehaviour';
export {
  compareTools,
  cutGroups,
  defaultHeight,
  defaultMaximumSize,
  viewWeights,
  type CollectionViews,
  type CutGroups,
  type CutOptions,
  type GroupingOptions,
} from './groupTools';
export { averageLinkage } from './linkage/averageLinkage';
export { condensedDistances, mostTools, type CondensedDistances } from './linkage/condensedDistances';
export { cut } from './linkage/cut';
export { codeTokenNodes, type CodeToken } from './structure/codeTokens';
export { structuralForm, type StructuralForm } from './structure/structuralForm';
export { applyVetoes } from './topics/applyVetoes';
export { reviewTopics, type TopicReview, type TopicTurn } from './topics/reviewTopics';
export { topicNames } from './topics/topicNames';
export type { LongWork, SimilarityView } from './types';
export { behaviourOf } from './views/behaviourView';
export { signatureOf } from './views/signatureView';
