import type { SimulatedUser } from '../../users';
import type { Configuration } from '../protocol/configuration';
import type { EnvironmentDefinition } from '../protocol/environmentDefinition';
import { PreferenceEnvironment } from '../protocol/preferenceEnvironment';
import type { AskingTask } from '../protocol/task';
import { aspectByLetter, aspectNamed } from './travelAspects';
import { travelInstructions } from './travelInstructions';

export const travelDefinition: EnvironmentDefinition = {
  name: 'TravelGym-v0',
  goal: 'Find out what the traveller wants and recommend options that satisfy it.',
  actions: { choices: ['action', 'answer', 'search'], thought: true },
  letters: aspectByLetter,
  aspectOf: aspectNamed,
  instructions: travelInstructions,
};

export interface TravelGymParts {
  /** `travelTasks` makes them of the published form. */
  readonly tasks: readonly AskingTask[];
  readonly user: SimulatedUser;
  readonly configuration: Configuration;
  /** Chooses the preference that is brought up unasked; default: by the seed. */
  readonly pick?: ((below: number) => number) | undefined;
}

/** UserBench's TravelGym (repository SalesforceAIResearch/UserBench), with its faults corrected unless `referenceQuirks` asks for them. */
export function travelGym(parts: TravelGymParts): PreferenceEnvironment {
  return new PreferenceEnvironment({ ...parts, definition: travelDefinition });
}
