import type { InfillParams, RewrittenSpan } from '../../protocol';
import type { Branch } from '../infilling/alternatives';
import type { Checkpoint } from '../infilling/contextCache';
import type { Infiller } from '../infilling/infiller';
import { extentEnd } from '../infilling/postProcess';
import { balancedSpan, type WrittenMiddle } from './balancedSpan';
import { grownSpan, growingSpan } from './grownSpan';
import type { SpanWork } from './spanWork';

/**
 * Writes a span anew without a look at what stood there, from left to right, as long as the model wants it. Only its brackets and
 * quotes are compared with those of the old text.
 * @returns text '' and no token when the model has nothing to say
 */
export async function regenerate(
  infiller: Infiller,
  { params, text, span, random, session }: SpanWork,
  checkpoint: Checkpoint,
): Promise<RewrittenSpan> {
  const growing = growingSpan(text, span);
  const { around, extent } = growing;
  const { temperature } = params;
  const request: InfillParams = {
    ...around,
    model: params.model,
    session: params.session,
    languageId: params.languageId,
    snippets: [],
    extent: extent === 'line' ? 'line' : 'block',
    alternatives: 1,
    maxTokens: span.maxTokens,
    length: { kind: 'found' },
    threshold: 1,
    copy: params.copy,
    seed: params.seed,
  };
  const isDrawn = temperature > 0;
  const rules = {
    sampling: isDrawn ? { temperature, random } : undefined,
    isEnough: (now: string) => extentEnd(now, extent, around) !== undefined,
  };
  const write = async (branch: Branch | undefined): Promise<WrittenMiddle> => {
    const forced = branch?.forced ?? [];
    const { middle, healed } = await infiller.decodeOnce(request, session, { ...rules, forced }, checkpoint);
    return { middle, span: grownSpan(infiller.model.tokenizer, growing, middle, healed, branch?.probabilities) };
  };
  const old = text.slice(around.prefix.length, text.length - around.suffix.length);
  return balancedSpan(old, growing, write, isDrawn);
}
