import type { SearchTask } from '../search/searchTasks';
import type { Script } from '../../policies/inTurn';
import { bestAnswer, nothing, type GymMeasure, type GymPolicyParts } from './gymMeasure';

export const searchMeasure: GymMeasure<SearchTask> = {
  value: bestAnswer,
  meaning: '1 where the answer was found',
  policies: [
    {
      name: 'perfect',
      title: 'knows the answer',
      knows: true,
      *script({ task }: GymPolicyParts<SearchTask>): Script {
        yield `[answer] ${task.answer}`;
      },
    },
    {
      name: 'first-document',
      title: 'searches once with the question, and answers with the titles that come',
      knows: false,
      *script({ task }: GymPolicyParts<SearchTask>): Script {
        const { observation } = yield `[search] ${task.question}`;
        for (const [, title] of observation.feedback.matchAll(/^# (.+)$/gmu)) yield `[answer] ${title}`;
      },
    },
    {
      name: 'blind',
      title: 'knows which answers there are, and gives one of them',
      knows: false,
      *script({ tasks, random }: GymPolicyParts<SearchTask>): Script {
        yield `[answer] ${tasks[random(tasks.length)]!.answer}`;
      },
    },
    nothing,
  ],
};
