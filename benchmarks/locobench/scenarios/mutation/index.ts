export { bodyPlace, withBodies, type BodyPlace } from './bodyPlace';
export { mutantsOf } from './mutantsOf';
export { stubBody } from './stubBody';
export type { Mutant, MutationOperator } from './types';
