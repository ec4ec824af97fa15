import { z } from 'zod';
import { makeScenarios, travelSet } from '../../travel/makeScenarios';
import { ModelUser, RuleUser } from '../../users';
import { EnvironmentError } from '../environmentError';
import type { EnvironmentKind } from '../registry';
import { configurationOf } from '../protocol/configuration';
import type { AskingTask } from '../protocol/task';
import { travelDefinition, travelGym } from './travelGym';
import { travelTasks } from './travelScenario';

/** Our own scenarios: of one of the published sets' shapes, drawn by a seed. */
const ownData = z.strictObject({
  set: z.string().default('travel22'),
  seed: z.int().default(1),
  count: z.int().min(1).max(10_000).default(20),
});

/** TravelGym. `data`: nothing or `{set, seed, count}` for our own scenarios, or scenarios in the published form by their ids. */
export const travelKind: EnvironmentKind & { readonly ownTasks: (data: unknown) => readonly string[] } = {
  name: travelDefinition.name,
  title: 'Plan a trip for a user who does not say everything at once (UserBench)',
  actions: travelDefinition.actions,
  ownTasks: (data) => tasksOf(data).map(({ id }) => id),
  open({ data, configuration, roles }) {
    const checked = configurationOf(configuration);
    const trusting = checked.referenceQuirks !== undefined;
    const user =
      roles === undefined ? new RuleUser() : new ModelUser({ roles, trusting, maxOutputTokens: checked.maxTokens });
    return travelGym({ tasks: tasksOf(data), user, configuration: checked });
  },
};

function tasksOf(data: unknown): readonly AskingTask[] {
  const own = ownData.safeParse(data ?? {});
  if (own.success) return travelTasks(makeScenarios(travelSet(own.data.set), own.data.count, own.data.seed));
  const tasks = travelTasks(data);
  if (tasks.length > 0) return tasks;
  throw new EnvironmentError('bad-data', `${travelDefinition.name}: the data has no scenarios.`);
}
