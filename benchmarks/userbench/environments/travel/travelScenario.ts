import { z } from 'zod';
import { EnvironmentError } from '../environmentError';
import type { AskingTask, OptionCard, TaskAspect } from '../protocol/task';
import { aspectForm, type travelOption } from './aspectForm';
import { aspectNames, letterOf, travelAspects, type TravelAspect } from './travelAspects';
import { legendOf } from './travelLegends';

const head = z.looseObject({
  scenario: z.string().default(''),
  initial_description: z.string().min(1),
  dimensions: z.array(z.enum(travelAspects)).min(1),
});

/** Words that ask for a preference, and names of what it wants; our own scenarios have them. */
const extra = z.object({ terms: z.array(z.string()).default([]), values: z.array(z.string()).default([]) });

/**
 * A scenario in UserBench's published form: an object of one scenario, or of a file's scenarios by their ids (`travelTasks`).
 *
 * @throws EnvironmentError `bad-data` with what is wrong where
 */
export function travelTask(id: string, value: unknown): AskingTask {
  const parsed = head.safeParse(value);
  if (!parsed.success) throw damaged(id, parsed.error);
  const { scenario, initial_description: opening, dimensions } = parsed.data;
  if (new Set(dimensions).size < dimensions.length) {
    throw new EnvironmentError('bad-data', `${id}: an aspect stands twice in dimensions.`);
  }
  let number = 0;
  const aspects = dimensions.map((key) => {
    const aspect = aspectForm.safeParse(parsed.data[key]);
    if (!aspect.success) throw damaged(`${id}, ${key}`, aspect.error);
    return taskAspect(id, key, aspect.data, () => `P${++number}`);
  });
  return { id, scenario, opening, aspects };
}

/** @throws EnvironmentError `bad-data` */
export function travelTasks(value: unknown): readonly AskingTask[] {
  const file = z.record(z.string(), z.unknown()).safeParse(value);
  if (!file.success)
    throw new EnvironmentError('bad-data', 'Travel scenarios are an object of scenarios by their ids.');
  return Object.entries(file.data).map(([id, each]) => travelTask(id, each));
}

function taskAspect(id: string, key: TravelAspect, data: z.infer<typeof aspectForm>, nextId: () => string): TaskAspect {
  const cards = (list: readonly z.infer<typeof travelOption>[]) => list.map(cardOf);
  const known = new Set(data.options.correct.map((each) => each.id));
  const unknown = [data.best_id, ...data.correct_ids].find((each) => !known.has(each));
  if (unknown !== undefined) {
    throw new EnvironmentError('bad-data', `${id}, ${key}: "${unknown}" is none of the options called correct.`);
  }
  if (!data.correct_ids.includes(data.best_id)) {
    throw new EnvironmentError(
      'bad-data',
      `${id}, ${key}: the best option "${data.best_id}" is not among correct_ids.`,
    );
  }
  const form = new RegExp(`^${letterOf(key)}\\d+$`, 'u');
  const odd = data.correct_ids.find((each) => !form.test(each));
  if (odd !== undefined) {
    const wanted = `${letterOf(key)} and a number`;
    throw new EnvironmentError('bad-data', `${id}, ${key}: "${odd}" is not ${wanted}: it cannot be answered.`);
  }
  return {
    key,
    letter: letterOf(key),
    ...aspectNames(key),
    arguments: data.arguments,
    preferences: data.preferences.map(([label, topic, explicit, implicit, ...rest]) => ({
      id: nextId(),
      label,
      topic,
      explicit,
      implicit,
      terms: rest.flatMap((each) => extra.safeParse(each).data?.terms ?? []),
      values: rest.flatMap((each) => extra.safeParse(each).data?.values ?? []),
    })),
    options: {
      correct: cards(data.options.correct),
      wrong: cards(data.options.wrong),
      noise: cards(data.options.noise),
    },
    correctIds: data.correct_ids,
    bestId: data.best_id,
    legend: legendOf(key),
  };
}

/** Whether it is right, and why, the model must not see. */
function cardOf(given: z.infer<typeof travelOption>): OptionCard {
  const shown = Object.entries(given).filter(([name]) => name !== 'type' && name !== 'reason');
  return { id: given.id, line: JSON.stringify(Object.fromEntries(shown)) };
}

function damaged(where: string, error: z.ZodError): EnvironmentError {
  const issues = error.issues.slice(0, 3).map(({ path, message }) => `${path.join('.') || 'scenario'}: ${message}`);
  return new EnvironmentError('bad-data', `${where} is no travel scenario: ${issues.join('; ')}.`);
}
