import type { FullAttentionTokens } from '../checkpoint/modelConfig';
import { DenoisingVocabulary } from '../denoising';
import type { TextTokenizer } from '../model/textTokenizer';
import { SlotTokens } from './slotTokens';

/** What may be written in place of masked tokens: whole characters, and no line end where only parts of lines are masked. */
export class RewriteVocabulary {
  readonly slotTokens: SlotTokens;
  private readonly lines: DenoisingVocabulary;
  private readonly inLine: DenoisingVocabulary;

  /** @param vocab number of ids */
  constructor(
    tokenizer: TextTokenizer,
    vocab: number,
    special: Pick<FullAttentionTokens, 'mask' | 'expand' | 'delete' | 'forbidden'>,
  ) {
    this.slotTokens = new SlotTokens(tokenizer);
    const withLines = (lineEnds: boolean) => {
      const others = this.slotTokens.others(vocab, lineEnds);
      const own = others.filter((id) => id !== special.expand && id !== special.delete);
      const forbidden = [...new Set([...own, ...special.forbidden])].sort((a, b) => a - b);
      return new DenoisingVocabulary(vocab, { ...special, forbidden });
    };
    this.lines = withLines(true);
    this.inLine = withLines(false);
  }

  /** @param text of all tiles that may be masked, with what reaches out of their spans; undefined where text may grow */
  for(text: string | undefined): DenoisingVocabulary {
    return text?.includes('\n') === false ? this.inLine : this.lines;
  }
}
