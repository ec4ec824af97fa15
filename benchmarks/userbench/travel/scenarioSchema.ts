/**
 * Scenarios of UserBench's TravelGym, in the published form: an object keyed by id. Fields that we do not know are kept and not read. Source:
 * UserBench's loader (github.com/SalesforceAIResearch/UserBench).
 */
import { z } from 'zod';
import { aspectForm, type travelOption, type travelPreference } from '../environments/travel/aspectForm';
import { aspectNames, letterOf, type AspectName } from './aspects';

const json = z.json();

export type TravelOption = z.infer<typeof travelOption>;
export type TravelPreference = z.infer<typeof travelPreference>;
export type AspectBlock = z.infer<typeof aspectForm>;

const aspectName = z.enum(aspectNames);

export const travelScenario = z
  .looseObject({
    scenario: z.string(),
    initial_description: z.string().min(1),
    dimensions: z.array(aspectName).min(1),
    wanted_num: json.optional(),
    ...Object.fromEntries(aspectNames.map((name) => [name, aspectForm.optional()])),
  })
  .superRefine((scenario, context) => {
    const wrong = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
    if (new Set(scenario.dimensions).size < scenario.dimensions.length) {
      wrong(['dimensions'], 'an aspect stands in it twice');
    }
    for (const name of scenario.dimensions) {
      const block = scenario[name] as AspectBlock | undefined;
      if (block === undefined) {
        wrong([name], 'is named in "dimensions", and missing');
        continue;
      }
      const { correct, wrong: violating, noise } = block.options;
      const ids = [...correct, ...violating, ...noise].map(({ id }) => id);
      if (new Set(ids).size < ids.length) wrong([name, 'options'], 'two options have the same id');
      const form = new RegExp(`^${letterOf(name)}\\d+$`);
      const odd = ids.find((id) => !form.test(id));
      if (odd !== undefined) {
        wrong([name, 'options'], `the id "${odd}" is not ${letterOf(name)} and a number: it cannot be answered`);
      }
      const right = new Set(correct.map(({ id }) => id));
      if (!block.correct_ids.includes(block.best_id)) wrong([name, 'best_id'], 'is not in "correct_ids"');
      const missing = block.correct_ids.find((id) => !right.has(id));
      if (missing !== undefined) wrong([name, 'correct_ids'], `"${missing}" is none of the correct options`);
    }
  });

export type TravelScenario = Readonly<
  Pick<z.infer<typeof travelScenario>, 'scenario' | 'initial_description' | 'dimensions' | 'wanted_num'>
> &
  Readonly<Partial<Record<AspectName, AspectBlock>>>;

/** The whole file. */
export type TravelScenarios = Readonly<Record<string, TravelScenario>>;
