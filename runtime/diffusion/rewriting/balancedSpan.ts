import type { RewrittenSpan } from '../../protocol';
import { BranchQueue, type Branch } from '../infilling/alternatives';
import type { Middle } from '../infilling/decodeMiddle';
import { breaksBalance } from './balance';
import type { GrowingSpan } from './grownSpan';

/** A span as it would be written, and the middle that it was made of. */
export interface WrittenMiddle {
  readonly middle: Middle;
  readonly span: RewrittenSpan;
}

/** Texts that are tried besides the first one: each costs as much as that did. */
const mostOthers = 4;

/**
 * A text that leaves brackets and quotes in no more disorder than the old one did: the first one that the model writes, or the most
 * probable of a few others. Where all of them break something, the first one: who asked sees it before it is taken. A gap has no
 * old text to compare with, and is filled by the first one.
 * @param write decodes a middle from a branch; from the start, or drawn anew, where there is none
 * @param isDrawn whether texts are drawn, so that the next one is another
 */
export async function balancedSpan(
  old: string,
  growing: GrowingSpan,
  write: (branch: Branch | undefined) => Promise<WrittenMiddle>,
  isDrawn: boolean,
): Promise<RewrittenSpan> {
  const first = await write(undefined);
  if (old === '' || first.span.text === '' || !breaks(old, growing, first.span)) return first.span;
  const branches = new BranchQueue();
  branches.add(first.middle, undefined, first.middle.tokens.length);
  for (let tries = 0; tries < mostOthers; tries++) {
    const branch = isDrawn ? undefined : branches.take();
    if (!isDrawn && !branch) break;
    const { middle, span } = await write(branch);
    const text = coreOf(growing, span);
    // The old text is no answer to whom wants another.
    if (text !== '' && text !== old && !breaks(old, growing, span)) return span;
    branches.add(middle, branch, middle.tokens.length);
  }
  return first.span;
}

function breaks(old: string, growing: GrowingSpan, span: RewrittenSpan): boolean {
  return breaksBalance(old, coreOf(growing, span), growing.around);
}

/** What is written between the white space that stays. */
function coreOf({ lead, trail }: GrowingSpan, { text }: RewrittenSpan): string {
  return text.slice(lead.length, text.length - trail.length);
}
