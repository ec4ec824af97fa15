import { z } from 'zod';
import { canonicalJson } from '../../../core/runs/canonicalJson';
import { sha256 } from '../../../core/runs/sha256';
import type { Scenario } from '../../../core/runs/types';
import { asJson } from '../../solving/taskContent';
import { blueprint, rejectedDraft } from '../blueprint';
import { review } from '../committee/review';
import { slot, type Slot } from '../slots/slot';

const checkName = z.enum(['format', 'execution', 'policy', 'committee']);

/** What came of one draft. */
const attempt = z.object({
  reached: z.array(checkName),
  /** undefined: it was taken. */
  rejected: rejectedDraft.optional(),
});

/** `Solution.content` of a slot. */
export const making = z.object({
  attempts: z.array(attempt),
  /** Licences and the like are noted when it is collected. */
  taken: blueprint.optional(),
  /** Of the draft that was taken. */
  reviews: z.array(review.nullable()).default([]),
});

export type Making = z.infer<typeof making>;
export type Attempt = z.infer<typeof attempt>;

export const slotOf = ({ content }: Scenario): Slot => slot.parse(content);

export function slotScenario(each: Slot): Scenario {
  return {
    id: each.id,
    category: each.servers.join('+'),
    language: undefined,
    difficulty: each.joined === undefined ? `${each.walk.length} calls or so` : `${each.joined.length} joined`,
    contextTokens: Math.ceil(JSON.stringify(each).length / 4),
    cluster: each.group,
    title: each.joined === undefined ? each.walk.join(', ') : `${each.joined.length} tasks joined`,
    hash: sha256(canonicalJson(asJson(each))),
    content: asJson(each),
  };
}
