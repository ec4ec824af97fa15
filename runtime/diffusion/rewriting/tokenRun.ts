import type { IsolatedContextConfig } from '../checkpoint/modelConfig';
import { languageToken } from '../infilling/contextText';
import type { ContextTokens } from '../infilling/passes';
import type { Tokens } from '../model/textTokenizer';

/** Share of the prefix's tokens that is left when its start has to move: so it moves seldom. */
const refill = 0.75;

/** A window over tokens [from, to) of a run. */
export interface RunWindow {
  readonly from: number;
  readonly to: number;
}

/**
 * Windows that cover tokens [first, last): as long as the model's window allows, cut between pretokens, because only
 * whole ones were ever learnt. A pretoken that is longer than a window is cut where the window ends.
 */
export function runWindows(tokens: Tokens, first: number, last: number, windowTokens: number): readonly RunWindow[] {
  const starts = new Set(tokens.pretokens.map(({ token }) => token));
  const windows: RunWindow[] = [];
  for (let from = first; from < last;) {
    let to = Math.min(last, from + windowTokens);
    if (to < last) {
      let cut = to;
      while (cut > from && !starts.has(cut)) cut--;
      if (cut > from) to = cut;
    }
    windows.push({ from, to });
    from = to;
  }
  return windows;
}

/**
 * Contexts of windows that follow each other in one run of tokens. The start of the prefix stays where it is as long as
 * that fits, so that its cached rows stay good.
 */
export class RunContexts {
  private start = 0;

  constructor(
    private readonly config: IsolatedContextConfig,
    private readonly languageId: string,
  ) {}

  /** What is around a window. @param tokens the whole run, as it is now */
  around(tokens: readonly number[], { from, to }: RunWindow): ContextTokens {
    const { special, maxPrefixTokens, maxSuffixTokens, windowTokens } = this.config;
    const head = [special.bos, languageToken(this.languageId, this.config)];
    const budget = maxPrefixTokens - windowTokens - head.length;
    if (from < this.start || from - this.start > budget) {
      this.start = from <= budget ? 0 : from - Math.floor(budget * refill);
    }
    const after = tokens.slice(to, to + maxSuffixTokens);
    const ends = to + after.length === tokens.length && after.length < maxSuffixTokens;
    return {
      prefix: [...head, ...tokens.slice(this.start, from)],
      suffix: [special.suffix, ...after, ...(ends ? [special.eof] : [])],
    };
  }
}
