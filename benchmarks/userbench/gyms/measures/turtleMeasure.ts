import type { TurtleTask } from '../turtle/turtleTasks';
import type { Script } from '../../policies/inTurn';
import { bestAnswer, nothing, type GymMeasure, type GymPolicyParts } from './gymMeasure';

export const turtleMeasure: GymMeasure<TurtleTask> = {
  value: bestAnswer,
  meaning: 'weight of the story’s points that the best answer has',
  policies: [
    {
      name: 'perfect',
      title: 'knows the story',
      knows: true,
      *script({ task }: GymPolicyParts<TurtleTask>): Script {
        yield `[answer] ${task.criteria.map(({ statement }) => statement).join('. ')}. ${task.bottom}`;
      },
    },
    {
      name: 'retell',
      title: 'answers with the story as everybody is told it',
      knows: false,
      *script({ task }: GymPolicyParts<TurtleTask>): Script {
        yield `[answer] ${task.title}. ${task.surface}`;
      },
    },
    {
      name: 'other-story',
      title: 'answers with what is behind another story',
      knows: false,
      *script({ task, tasks, random }: GymPolicyParts<TurtleTask>): Script {
        const others = tasks.filter(({ id }) => id !== task.id);
        const other = others[random(Math.max(1, others.length))];
        if (other !== undefined) yield `[answer] ${other.bottom}`;
      },
    },
    nothing,
  ],
};
