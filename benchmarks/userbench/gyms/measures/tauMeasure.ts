import type { Script } from '../../policies/inTurn';
import type { TauTask } from '../tau/tauTasks';
import { bestAnswer, nothing, type GymMeasure, type GymPolicyParts } from './gymMeasure';

const more = 'Is there anything else that I can do for you?';

export const tauMeasure: GymMeasure<TauTask> = {
  value: bestAnswer,
  meaning: '1 where the database ends as the policy wants it, and the customer was told what has to be told',
  policies: [
    {
      name: 'perfect',
      title: 'knows what has to be done and told',
      knows: true,
      *script({ task }: GymPolicyParts<TauTask>): Script {
        for (const action of task.actions) yield `[answer] ${JSON.stringify(action)}`;
        if (task.outputs.length > 0) yield `[action] That makes ${task.outputs.join(' and ')} euros.`;
        for (let wish = 0; wish <= task.later.length; wish++) yield `[action] ${more}`;
      },
    },
    {
      name: 'hand-over',
      title: 'gives every customer to a person',
      knows: false,
      *script(): Script {
        yield '[answer] {"name": "hand_over", "arguments": {"reason": "identity"}}';
      },
    },
    {
      name: 'talk-only',
      title: 'agrees to everything and does nothing',
      knows: false,
      *script({ task, turns }: GymPolicyParts<TauTask>): Script {
        yield `[action] Gladly: ${task.opening} It is done.`;
        for (let turn = 1; turn < turns; turn++) yield `[action] ${more}`;
      },
    },
    nothing,
  ],
};
