import { ModelUser, RuleUser } from '../../users';
import { configurationOf } from '../protocol/configuration';
import type { EnvironmentKind } from '../registry';
import { travelDefinition, travelGym } from './travelGym';
import { travelTasks } from './travelScenario';

/** TravelGym of scenarios in the published form. */
export const travelKind: EnvironmentKind = {
  name: travelDefinition.name,
  title: 'Plan a trip for a user who does not say everything at once (UserBench)',
  actions: travelDefinition.actions,
  open({ data, configuration, roles }) {
    const checked = configurationOf(configuration);
    const user =
      roles === undefined
        ? new RuleUser()
        : new ModelUser({ roles, trusting: checked.referenceQuirks !== undefined, maxOutputTokens: checked.maxTokens });
    return travelGym({ tasks: travelTasks(data), user, configuration: checked });
  },
};
