import { z } from 'zod';
import { inWords } from '../core/termWords';
import { argumentsThatThereAre } from '../persuade/ownStatements';
import type { PersuadeTask } from '../persuade/persuadeTasks';
import { generalLedger } from '../persuade/persuadeUsers';
import type { Script } from '../../policies/inTurn';
import { nothing, type GymMeasure, type GymPolicyParts } from './gymMeasure';

const details = z.looseObject({ currentScore: z.number() });

export const persuadeMeasure: GymMeasure<PersuadeTask> = {
  // Where the talk ends, since who moves somebody back and forth is rewarded twice for the same way.
  value: (_task, played) => details.safeParse(played.details).data?.currentScore ?? 0,
  meaning: 'how far toward disagreement the talk ended',
  policies: [
    {
      name: 'perfect',
      title: 'knows which arguments count, and brings each once',
      knows: true,
      *script({ task }: GymPolicyParts<PersuadeTask>): Script {
        for (const { terms } of task.ledger ?? generalLedger) yield argument(terms);
      },
    },
    {
      name: 'every-argument',
      title: 'brings every argument that there is, whatever the claim is',
      knows: false,
      *script({ turns }: GymPolicyParts<PersuadeTask>): Script {
        for (const { terms } of argumentsThatThereAre.slice(0, turns)) yield argument(terms);
      },
    },
    {
      name: 'insist',
      title: 'says that the claim is wrong, again and again',
      knows: false,
      *script({ task, turns }: GymPolicyParts<PersuadeTask>): Script {
        for (let turn = 0; turn < turns; turn++) {
          yield `[action] This claim is plainly mistaken, and everybody ought to drop it at once: ${task.claim}`;
        }
      },
    },
    nothing,
  ],
};

/** Long enough to count as an argument. */
function argument(terms: string): string {
  return `[action] Consider carefully ${inWords(terms)} among villages, mountains, rivers, lanterns`;
}
