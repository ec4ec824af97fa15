/** Deterministic checks on a repository with a change over it. */
export { changedTreeOf } from './changedTree';
export { checkPredicates } from './checkPredicates';
export { dependenciesOf, newDependencies } from './dependencies';
export { Inspection } from './inspection';
