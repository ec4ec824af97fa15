import { moreStories } from './moreStories';
import { stories } from './stories';
import type { TurtleCriterion, TurtleTask } from './turtleTasks';

/** `[title, surface, bottom, criteria: [weight, statement, terms], facts: 'y terms' or 'n terms']` */
export type StoryRow = readonly [
  title: string,
  surface: string,
  bottom: string,
  criteria: readonly (readonly [weight: number, statement: string, terms: string])[],
  facts: readonly string[],
];

/** Our own strange stories. */
export const ownStories: readonly TurtleTask[] = [...stories, ...moreStories].map(
  ([title, surface, bottom, criteria, facts], at) => ({
    id: `turtle-${at + 1}`,
    ...{ title, surface, bottom },
    criteria: criteria.map(([weight, statement, terms]): TurtleCriterion => ({ statement, weight, terms })),
    facts: facts.map((fact) => ({ terms: fact.slice(2), answer: fact.startsWith('y') ? 'Yes' : 'No' })),
  }),
);
