import { z } from 'zod';
import { canonicalJson } from '../../../core/runs/canonicalJson';
import { sha256 } from '../../../core/runs/sha256';
import type { Json, Scenario } from '../../../core/runs/types';
import { callRecord } from '../../servers/callRecord';
import { stateChange } from '../../servers/endState';
import { asJson } from '../../solving/taskContent';
import { blueprint, type Blueprint } from '../blueprint';

const json: z.ZodType<Json> = z.json();
const call = z.object({ id: z.string(), name: z.string(), input: json });

/** A dialogue as it went, oldest first. */
export const trajectoryTurn = z.discriminatedUnion('role', [
  z.object({ role: z.literal('user'), text: z.string() }),
  z.object({ role: z.literal('assistant'), text: z.string(), calls: z.array(call) }),
  z.object({ role: z.literal('tool'), id: z.string(), name: z.string(), text: z.string(), isError: z.boolean() }),
]);

const candidate = z.object({
  text: z.string(),
  done: z.boolean(),
  score: z.number().optional(),
  faults: z.array(z.string()),
});

/** `Solution.content` of a dialogue on a blueprint. */
export const trajectoryContent = z.object({
  system: z.string(),
  turns: z.array(trajectoryTurn),
  records: z.array(callRecord),
  changes: z.array(stateChange),
  /**
   * 'content': the person was content. 'turns', 'steps': the person's turns, or the calls of one answer, came to their limit.
   * 'user-failed': the person said nothing that can be used.
   */
  ended: z.enum(['content', 'turns', 'steps', 'user-failed']),
  /** Of each utterance all that could have been said, where there was a choice. */
  candidates: z.array(z.array(candidate)),
});

export type TrajectoryContent = z.infer<typeof trajectoryContent>;
export type TrajectoryTurn = z.infer<typeof trajectoryTurn>;

export const blueprintIn = ({ content }: Scenario): Blueprint => blueprint.parse(content);

export function blueprintScenario(each: Blueprint): Scenario {
  const { id, servers, actions, group, instruction, tools, rules } = each;
  const writes = actions.filter((action) => action.writes).length;
  return {
    ...{ id, category: servers.join('+'), language: undefined, cluster: group },
    difficulty: `${actions.length === 1 ? 'one call' : `${actions.length} calls`}, ${writes} of them change something`,
    contextTokens: Math.ceil((instruction.length + JSON.stringify([tools, rules]).length) / 4),
    title: instruction.replaceAll(/\s+/g, ' ').slice(0, 80),
    hash: sha256(canonicalJson(asJson(each))),
    content: asJson(each),
  };
}
