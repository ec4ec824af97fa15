import type { Configuration } from '../protocol/configuration';
import type { AskingTask } from '../protocol/task';

const budget = 'I do not have a fixed budget, but of everything that suits me I want the cheapest.';

/** What the model is told at first: how the environment works, and the user's opening. */
export function travelInstructions(
  { opening }: AskingTask,
  { oneChoicePerAspect, maxSteps }: Configuration,
): { readonly system: string; readonly user: string } {
  const answers = oneChoicePerAspect
    ? 'Answer once for each aspect of the trip: the first option that you name for an aspect is final.'
    : 'You may answer several times for an aspect, with one option each time.';
  return {
    system: [
      'You plan a trip for a user who does not say everything at once. Find out what the user wants, look up what is on offer, and name the options that fit best.',
      `Act by calling interact_with_env; each call is one turn, and there are at most ${maxSteps}. Its choice is one of:`,
      '- search: looks up the options of one aspect of the trip (flight, hotel, apartment, rental car, restaurant). State all facts that the user gave for that aspect, and of one aspect only.',
      '- action: says something to the user. A concrete question about one thing gets an answer; general questions get none. What the user likes has to be read between the lines, and there may be several wishes for each aspect.',
      '- answer: names an option by its id, e.g. H3, and nothing else.',
      'Mostly it is best to search an aspect first, then to ask about what its options differ in, and to answer last.',
      answers,
    ].join('\n'),
    user: `${opening}\n${budget}\n`,
  };
}
