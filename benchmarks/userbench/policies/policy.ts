/** Policies that follow a script, without any model: what stands beside the scores of models, and tells what a score is worth. Types only. */
import type { AskingTask } from '../environments/protocol/task';
import type { Step } from '../environments/types';

export interface PolicyParts {
  /** What a policy that is no oracle reads of it: aspects and what a search has to name, which the opening says too. */
  readonly task: AskingTask;
  readonly singleChoice: boolean;
  readonly turns: number;
  readonly random: (below: number) => number;
}

export interface Policy {
  readonly name: string;
  /** For people, one line. */
  readonly title: string;
  /** @returns the next action by what came of the last (undefined: at the beginning); undefined: it stops */
  begin(parts: PolicyParts): (last: Step | undefined) => string | undefined;
}
