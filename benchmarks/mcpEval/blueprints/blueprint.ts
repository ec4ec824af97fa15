/** A blueprint in the sense of APIGen-MT (arXiv 2504.03601): what a person wants, the calls that do it, and what is so afterwards. */
import { z } from 'zod';
import type { Json } from '../../core/runs/types';
import { rowTool } from '../rows/taskRow';
import { toolCall } from '../rows/toolCall';
import { stateChange } from '../servers/endState';
import { policyRule } from './policy/policyRule';

const json: z.ZodType<Json> = z.json();

/** Who asks; a simulated user speaks as this person. */
export const persona = z.object({ name: z.string().min(1), text: z.string() });

/** What a licence says of a model's output, and who said so; never guessed. */
export const licenceNote = z.object({
  /** `unknown` where nobody has said anything. */
  licence: z.string().min(1),
  source: z.enum(['user', 'catalogue', 'file', 'unknown', 'no-model']),
});

/** A call of the ground truth, as it went when it was checked. */
export const blueprintAction = toolCall.extend({
  /** It changed the state: the others only ask. */
  writes: z.boolean(),
  /** What the tool answered. */
  result: z.string(),
});

export const voteCounts = z.object({
  reviewers: z.number(),
  /** Majorities of yes, 0 to 4. */
  score: z.number(),
});

export const blueprint = z.object({
  id: z.string().min(1),
  /** What it was written for; drafts that were not taken name theirs too. */
  slot: z.string().min(1),
  /** All that the person wants and knows. An agent never sees it as a whole: a user tells it. */
  instruction: z.string().min(1),
  persona,
  /** Names of servers of the set. */
  servers: z.array(z.string()).min(1),
  /** What is there from the beginning: files of the workspace, and of the servers' own folder. */
  files: z.record(z.string(), z.string()),
  stateFiles: z.record(z.string(), z.string()),
  tools: z.array(rowTool).min(1),
  rules: z.array(policyRule),
  actions: z.array(blueprintAction).min(1),
  /** What an agent has to say on the way; none of it stands in the instruction. */
  outputs: z.array(z.string()),
  changes: z.array(stateChange),
  /** Blueprints of one group begin with the same state: they are not independent, and can be joined. */
  group: z.string(),
  seed: z.number(),
  /** Joined of these. */
  parts: z.array(z.string()).optional(),
  generator: z.object({
    kind: z.enum(['chain', 'model']),
    model: z.string().optional(),
    /** Drafts that it took. */
    tries: z.number(),
    committee: voteCounts.optional(),
    reviewers: z.array(z.object({ model: z.string(), note: licenceNote })).default([]),
    note: licenceNote,
  }),
});

export type Blueprint = z.infer<typeof blueprint>;
export type BlueprintAction = z.infer<typeof blueprintAction>;
export type Persona = z.infer<typeof persona>;
export type LicenceNote = z.infer<typeof licenceNote>;

export type CheckName = 'format' | 'execution' | 'policy' | 'committee';
export const checkNames: readonly CheckName[] = ['format', 'execution', 'policy', 'committee'];

/** Why a draft was not taken. */
export const draftFailure = z.object({
  check: z.enum(['format', 'execution', 'policy', 'committee']),
  /** A short word, for counting. */
  reason: z.string(),
  /** A sentence that its author can act on. */
  detail: z.string(),
});

export type DraftFailure = z.infer<typeof draftFailure>;

/** What an author writes: wish, calls, and what is to be told. */
export const draft = z.object({
  instruction: z.string().trim().min(1),
  actions: z.array(toolCall),
  outputs: z.array(z.union([z.string(), z.number()]).transform(String)).default([]),
});

export type Draft = z.infer<typeof draft>;

/** As it is kept of a draft that was not taken. */
export const rejectedDraft = z.object({
  slot: z.string(),
  /** From 1. */
  try: z.number(),
  model: z.string().optional(),
  failures: z.array(draftFailure).min(1),
  draft: draft.optional(),
  /** What was written, where no draft could be read. */
  text: z.string().optional(),
  reviews: z.array(json).default([]),
});

export type RejectedDraft = z.infer<typeof rejectedDraft>;
