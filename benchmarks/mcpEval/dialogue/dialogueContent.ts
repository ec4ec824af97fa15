import { z } from 'zod';
import { canonicalJson } from '../../core/runs/canonicalJson';
import { sha256 } from '../../core/runs/sha256';
import type { Json, Scenario } from '../../core/runs/types';
import type { EpisodeRecord } from '../../userbench/episodes/types';
import { callRecord } from '../servers/callRecord';
import { stateChange } from '../servers/endState';
import { asJson } from '../solving/taskContent';
import { scenarioRow, type ScenarioRow } from './scenarioRow';

const json: z.ZodType<Json> = z.json();

const talkTurn = z.object({
  user: z.string(),
  kind: z.enum(['opening', 'told', 'reminded', 'tool', 'next', 'nothing-more', 'free']),
  told: z.array(z.object({ id: z.string(), how: z.enum(['asked', 'unasked']) })),
  tools: z.array(z.string()),
  flags: z.array(z.string()),
  /** What the assistant said at the end of the turn; '' where it had no more replies. */
  assistant: z.string(),
  /** Of the dialogue's records, those of this turn begin here. */
  firstRecord: z.int(),
});

/** What a dialogue keeps beside what every episode has. */
export const dialogueDetails = z.object({
  talk: z.array(talkTurn),
  records: z.array(callRecord),
  conversation: z.array(z.record(z.string(), json)),
  finalResponse: z.string(),
  changes: z.array(stateChange),
  /** 'content': the user had nothing more to say. 'turns': no more messages. 'replies': the assistant called tools without end. */
  ended: z.enum(['content', 'turns', 'replies']),
});

export type TalkTurn = z.infer<typeof talkTurn>;
export type DialogueDetails = z.infer<typeof dialogueDetails>;

/** `Solution.content`: an episode, so that it is shown as one, with `details` of ours. */
export type DialogueRecord = Omit<EpisodeRecord, 'details'> & { readonly details: DialogueDetails };

const kept = z.object({ userMode: z.enum(['rules', 'model']), details: dialogueDetails });
export const dialogueOf = (content: Json): z.infer<typeof kept> => kept.parse(content);

export function dialogueScenario(row: ScenarioRow): Scenario {
  const { whetstone: facts, scenario_type: type, persona } = row;
  const tools = row.tools.length === 0 ? '' : JSON.stringify(row.tools);
  return {
    id: row.id,
    category: type,
    language: undefined,
    difficulty: persona.name,
    contextTokens: Math.ceil((row.description.length + row.goal.length + tools.length) / 4),
    // Dialogues about one task are not independent.
    cluster: facts === undefined ? row.id : facts.task,
    title: `${row.name} (${persona.name})`,
    hash: sha256(canonicalJson(row)),
    content: asJson(row),
  };
}

const withId = scenarioRow.extend({ id: z.string().min(1) });
export const rowOf = ({ content }: Scenario): ScenarioRow => withId.parse(content);
