import type { ActionChoices } from '../types';
import type { Configuration } from './configuration';
import type { AskingTask } from './task';

/** What sets one environment of this protocol apart from another. */
export interface EnvironmentDefinition {
  /** Registered name. */
  readonly name: string;
  readonly goal: string;
  readonly actions: ActionChoices;
  /** Every letter that ids of options may begin with, and the key of its aspect; also of aspects that a task does not have. */
  readonly letters: ReadonlyMap<string, string>;
  /** Key of an aspect by what a judge calls it, in lower case; what is none comes back as it is. */
  readonly aspectOf: (named: string) => string;
  instructions(task: AskingTask, configuration: Configuration): { readonly system: string; readonly user: string };
}
