import { z } from 'zod';
import type { ToolDefinition } from '../../../../runtime/gateway/types';
import { looseJson, objectsIn } from '../../../locobench/solving/answer/looseJson';
import type { RolePrompt } from '../../../userbench/environments/types';
import type { Candidate, DialogueUser, Remark, UserBrief, Utterance } from './types';
import { ratePrompt, speakPrompt } from './userPrompts';
import { userFaults } from './userFaults';

export interface ModelUserParts {
  readonly brief: UserBrief;
  /** Only their names, to notice that the person speaks of them; the model is not told. */
  readonly tools: readonly Pick<ToolDefinition, 'name'>[];
  /** What could be said, of which the best is (Best-of-N of APIGen-MT, N = 4); 1: no choice, and no judgement. */
  readonly candidates: number;
  readonly ask: (prompt: RolePrompt, signal: AbortSignal) => Promise<string>;
}

const spoken = z.object({ say: z.string().default(''), done: z.boolean().default(false) });
const rated = z.object({ score: z.coerce.number().min(0).max(10) });
/** Calls for an utterance where no candidate can be used. */
const ROUNDS = 2;

/** A person played by a model, which proposes several things to say, rates each by itself, and says the best one without faults. */
export class ModelUser implements DialogueUser {
  readonly mode = 'model';

  constructor(private readonly parts: ModelUserParts) {}

  async speak(remarks: readonly Remark[], signal: AbortSignal): Promise<Utterance | undefined> {
    const all: Candidate[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const proposed = await this.propose(remarks, round, signal);
      const usable = proposed.filter(({ faults }) => faults.length === 0);
      const judged = usable.length > 1 ? await this.rate(usable, remarks, signal) : usable;
      all.push(...proposed.filter((each) => !usable.includes(each)), ...judged);
      const best = judged.reduce<Candidate | undefined>(
        (top, each) => (top === undefined || (each.score ?? 0) > (top.score ?? 0) ? each : top),
        undefined,
      );
      if (best !== undefined) return { ...best, candidates: all };
    }
    return undefined;
  }

  private async propose(remarks: readonly Remark[], round: number, signal: AbortSignal): Promise<readonly Candidate[]> {
    const { brief, candidates, ask, tools } = this.parts;
    const numbers = Array.from({ length: candidates }, (_, index) => round * candidates + index + 1);
    const total = candidates * (round + 1);
    const replies = await Promise.all(numbers.map((number) => ask(speakPrompt(brief, remarks, number, total), signal)));
    const read = replies.flatMap((reply) => {
      const answer = spoken.safeParse(objectOf(reply, 'say', 'done'));
      if (!answer.success) return [];
      const { say, done } = answer.data;
      // Who ends need not say anything.
      const faults = done && say.trim() === '' ? [] : userFaults(say, remarks, tools);
      return [{ text: say.trim(), done, score: undefined, faults }];
    });
    // The same words twice are one proposal.
    return read.filter(
      (each, index) => read.findIndex(({ text, done }) => text === each.text && done === each.done) === index,
    );
  }

  private rate(proposed: readonly Candidate[], remarks: readonly Remark[], signal: AbortSignal): Promise<Candidate[]> {
    const { brief, ask } = this.parts;
    return Promise.all(
      proposed.map(async (candidate) => {
        const reply = await ask(ratePrompt(brief, remarks, candidate), signal);
        return { ...candidate, score: rated.safeParse(objectOf(reply, 'score')).data?.score };
      }),
    );
  }
}

/** The last object in a reply that has one of the members. */
function objectOf(text: string, ...names: readonly string[]): unknown {
  const objects = [looseJson(text)?.value, ...objectsIn(text).map(({ value }) => value)];
  return objects.filter((value) => value !== undefined && names.some((name) => name in value)).at(-1);
}
