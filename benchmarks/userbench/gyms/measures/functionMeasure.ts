import type { FunctionTask } from '../function/functionTasks';
import { bestAnswer, nothing, type GymMeasure, type GymPolicyParts } from './gymMeasure';
import type { Step } from '../../environments/types';
import type { Script } from '../../policies/inTurn';

export const functionMeasure: GymMeasure<FunctionTask> = {
  value: bestAnswer,
  meaning: '1 where the function’s result for the test case was found',
  policies: [
    {
      name: 'perfect',
      title: 'knows the function',
      knows: true,
      *script({ task }: GymPolicyParts<FunctionTask>): Script {
        yield '[search] test';
        yield `[answer] ${task.expected}`;
      },
    },
    {
      name: 'linear',
      title: 'tries each number alone, and answers as if the function were a weighted sum',
      knows: false,
      script: ({ task }) => asWeightedSum(task.testCase.length),
    },
    {
      name: 'blind',
      title: 'answers some whole number up to 400',
      knows: false,
      *script({ random }: GymPolicyParts<FunctionTask>): Script {
        yield `[answer] ${random(401)}`;
      },
    },
    nothing,
  ],
};

/** Weights from 1 in one place and 0 in the others; 1 everywhere where zeros have no result. */
function* asWeightedSum(count: number): Script {
  const { observation } = yield '[search] test';
  const test = (observation.feedback.match(/-?\d+(?:\.\d+)?/gu) ?? []).map(Number);
  const tried: number[] = [];
  const at = (place: number) => Array.from({ length: count }, (_, each) => (each === place ? 2 : 1)).join(' ');
  const base = resultOf(yield `[action] ${at(-1)}`);
  for (let place = 0; place < count; place++) tried.push(resultOf(yield `[action] ${at(place)}`));
  yield `[answer] ${tried.reduce((sum, result, place) => sum + (result - base) * ((test[place] ?? 1) - 1), base)}`;
}

function resultOf({ observation }: Step): number {
  return typeof observation.shownResult === 'number' ? observation.shownResult : 0;
}
