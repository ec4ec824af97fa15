import type { ReportedUsage } from '../providers/provider';
import type { Usage } from '../types';

/** What the gateway has counted itself of one attempt. */
export interface Counted {
  /** Tokens sent, on the safe side. */
  readonly inputAtMost: number;
  /** Tokens that came, as they mostly are, and on the safe side. */
  readonly outputAbout: number;
  readonly outputAtMost: number;
  /** Cap that was sent. */
  readonly maxOutputTokens: number;
  /** The model also thinks where nobody sees it, and bills that. */
  readonly thinks: boolean;
}

export interface BelievedUsage {
  readonly usage: Usage;
  /** Why the provider's figures were not taken. */
  readonly doubt?: string | undefined;
}

/** What was streamed may be this many times what the provider counts before its count is doubted: tokens of long runs. */
const compressible = 4;
/** An input can be counted this many times above the safe estimate (hidden instructions, images) and no further. */
const expandable = 8;
const expandableBy = 20_000;

/**
 * The provider's figures where they can be true; otherwise an estimate on the safe side.
 * @param reported undefined: it told nothing
 */
export function believableUsage(reported: ReportedUsage | undefined, counted: Counted): BelievedUsage {
  if (!reported) return { usage: estimatedUsage(counted), doubt: 'The provider told no usage' };
  const doubt = doubtOf(reported, counted);
  if (doubt !== undefined)
    return { usage: estimatedUsage(counted), doubt: `The provider's usage cannot be true: ${doubt}` };
  const {
    inputTokens = 0,
    cacheReadTokens = 0,
    cacheWriteTokens = 0,
    outputTokens = 0,
    reasoningTokens = 0,
  } = reported;
  return {
    usage: { inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens, reasoningTokens, source: 'provider' },
  };
}

function doubtOf(reported: ReportedUsage, counted: Counted): string | undefined {
  const { inputTokens, cacheReadTokens = 0, cacheWriteTokens = 0, outputTokens, reasoningTokens = 0 } = reported;
  if (inputTokens === undefined || outputTokens === undefined) return 'a count is missing';
  const counts = [inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens, reasoningTokens];
  if (counts.some((value) => !Number.isSafeInteger(value) || value < 0)) return 'a count is not a whole number';
  if (inputTokens === 0) return 'nothing was read';
  if (cacheReadTokens + cacheWriteTokens > inputTokens) return 'more came from the cache than was read';
  if (reasoningTokens > outputTokens) return 'more was thought than written';
  if (outputTokens * compressible < counted.outputAbout) return 'less was written than came';
  if (inputTokens > counted.inputAtMost * expandable + expandableBy) return 'far more was read than was sent';
  if (outputTokens > 2 * counted.maxOutputTokens + expandableBy) return 'far more was written than was allowed';
  return undefined;
}

/** Counted on the safe side: nothing from any cache, and all that may have been thought unseen. */
export function estimatedUsage(counted: Counted): Usage {
  return {
    inputTokens: counted.inputAtMost,
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
    outputTokens: counted.thinks ? Math.max(counted.maxOutputTokens, counted.outputAtMost) : counted.outputAtMost,
    reasoningTokens: 0,
    source: 'estimated',
  };
}
