import { alternatives } from '../core/termWords';
import { attributes } from '../telepathy/attributes';
import type { TelepathyTask } from '../telepathy/telepathyTasks';
import type { Script } from '../../policies/inTurn';
import { bestAnswer, nothing, type GymMeasure, type GymPolicyParts } from './gymMeasure';

export const telepathyMeasure: GymMeasure<TelepathyTask> = {
  value: bestAnswer,
  meaning: '1 where the thing was named',
  policies: [
    {
      name: 'perfect',
      title: 'knows the thing',
      knows: true,
      *script({ task }: GymPolicyParts<TelepathyTask>): Script {
        yield `[answer] ${task.target}`;
      },
    },
    {
      name: 'halving',
      title: 'knows which things there are, asks for what halves them, and names what is left',
      knows: false,
      *script({ tasks, turns }: GymPolicyParts<TelepathyTask>): Script {
        let left = tasks;
        for (let turn = 0; turn < turns && left.length > 0; turn++) {
          const key = bestQuestion(left);
          if (key === undefined) {
            yield `[answer] ${left[0]!.target}`;
            left = left.slice(1);
          } else {
            const { observation } = yield `[action] Is it ${alternatives(attributes[key]!)[0]!}?`;
            left = left.filter((one) => (one.attributes ?? []).includes(key) === (observation.feedback === 'Yes'));
          }
        }
      },
    },
    {
      name: 'blind',
      title: 'knows which things there are, and names one of them',
      knows: false,
      *script({ tasks, random }: GymPolicyParts<TelepathyTask>): Script {
        yield `[answer] ${tasks[random(tasks.length)]!.target}`;
      },
    },
    nothing,
  ],
};

/** The attribute that halves the things best; undefined where none tells them apart. */
function bestQuestion(left: readonly TelepathyTask[]): string | undefined {
  const counts = Object.keys(attributes).map((key) => {
    const having = left.filter((one) => (one.attributes ?? []).includes(key)).length;
    return { key, smaller: Math.min(having, left.length - having) };
  });
  const best = counts.sort((one, other) => other.smaller - one.smaller)[0];
  return best === undefined || best.smaller === 0 ? undefined : best.key;
}
