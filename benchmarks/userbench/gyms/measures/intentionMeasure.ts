import { facets } from '../intention/facets';
import { detailRewards } from '../intention/intentionGym';
import type { IntentionTask } from '../intention/intentionTasks';
import type { Script } from '../../policies/inTurn';
import { nothing, type GymMeasure, type GymPolicyParts } from './gymMeasure';

export const intentionMeasure: GymMeasure<IntentionTask> = {
  value({ details }, { totalReward }) {
    const most = details.reduce((sum, { importance }) => sum + detailRewards[importance], 0);
    return Math.max(0, Math.min(1, totalReward / most));
  },
  meaning: 'reward for what was asked for, as a share of what one question for each missing detail earns',
  policies: [
    {
      name: 'perfect',
      title: 'knows what is missing: one question for each detail',
      knows: true,
      *script({ task }: GymPolicyParts<IntentionTask>): Script {
        const byImportance = [...task.details].sort((one, other) => other.importance - one.importance);
        for (const { inquiry, description } of byImportance) yield `[action] ${inquiry === '' ? description : inquiry}`;
      },
    },
    {
      name: 'ask-everything',
      title: 'asks what is commonly left out, one after another, whatever the task is',
      knows: false,
      *script({ turns }: GymPolicyParts<IntentionTask>): Script {
        for (const { inquiry } of Object.values(facets).slice(0, turns)) yield `[action] ${inquiry}`;
      },
    },
    {
      name: 'all-at-once',
      title: 'asks for all of that in one question',
      knows: false,
      *script(): Script {
        yield `[action] ${Object.values(facets)
          .map(({ inquiry }) => inquiry)
          .join(' ')}`;
      },
    },
    nothing,
  ],
};
