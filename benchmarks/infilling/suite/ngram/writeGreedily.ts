/** Writes a middle with a model that only knows what comes next: the most probable token again and again. */
import {
  byteString,
  CopyPrior,
  endsInLoop,
  extentEnd,
  HealingIndex,
  modelMass,
  postProcess,
  wellFormed,
  type ByteString,
  type TextTokenizer,
} from '../../../../runtime/diffusion';
import { MAX_TOKENS } from '../../defaults';
import type { CompletionRequest } from '../competitor';

/** Text before the cursor that is cut into tokens: far more than such a model looks at. UTF-16 units. */
const PREFIX_UNITS = 2_000;

/** Probabilities of the next token, [vocab], after these tokens of the document. */
export type NextToken = (document: readonly number[]) => Float64Array;

/**
 * Answers like the product does, but for the model. The last pretoken before the cursor is generated again under the
 * constraint that the bytes begin with it (token healing), the copy prior is mixed in where it is wanted, and the text is
 * post-processed.
 *
 * The text ends where its extent ends, at a special token, where the copy prior ends it, or where the next token is how
 * the cursor's line goes on behind the cursor: the only sign that a model without a view of the suffix can give.
 */
export class GreedyWriter {
  private readonly healing: HealingIndex;

  /** @param deleteToken the copy prior's sign of an end; no text has it */
  constructor(
    private readonly tokenizer: TextTokenizer,
    private readonly deleteToken: number,
  ) {
    this.healing = new HealingIndex(tokenizer);
  }

  /** @returns '' when there is nothing worth showing */
  write(request: CompletionRequest, next: NextToken, copy: boolean): string {
    const { prefix, suffix, extent } = request;
    const { ids, pretokens } = this.tokenizer.encode(wellFormed(prefix.slice(-PREFIX_UNITS)));
    const kept = pretokens.at(-1)?.token ?? 0;
    const document = [...ids.slice(0, kept)];
    const healed = byteString(this.tokenizer.decode(ids.slice(kept)));
    const prior = copy ? this.prior(request, healed.length) : undefined;
    const generated: number[] = [];
    let rest = healed;
    let text = '';
    let complete = false;
    while (generated.length < MAX_TOKENS[extent] && !complete) {
      const token = this.best(next(document), rest, prior?.propose(generated, text !== ''));
      if (this.ends(token) || (text !== '' && goesOn(suffix, this.textOf(token)))) {
        complete = true;
        break;
      }
      document.push(token);
      generated.push(token);
      rest = this.healing.advance(rest, token);
      if (endsInLoop(generated)) return '';
      text = this.textBehind(generated, healed);
      complete = extentEnd(text, extent, request) !== undefined;
    }
    return postProcess(text, extent, request, complete) ?? '';
  }

  private prior({ prefix, suffix }: CompletionRequest, healed: number): CopyPrior {
    const { tokenizer, deleteToken } = this;
    const text = { prefix: wellFormed(prefix), suffix: wellFormed(suffix), snippets: [] };
    return new CopyPrior({ ...text, tokenizer, deleteToken, healed });
  }

  /** The best token of those that agree with the bytes still to come. */
  private best(own: Float64Array, rest: ByteString, copied: ReturnType<CopyPrior['propose']> | undefined): number {
    const allowed = rest === '' ? undefined : this.healing.allowed(rest);
    let best = 0;
    let greatest = -1;
    for (let i = 0; i < (allowed ?? own).length; i++) {
      const token = allowed === undefined ? i : allowed[i]!;
      if (own[token]! > greatest) [best, greatest] = [token, own[token]!];
    }
    if (copied === undefined || copied.total === 0) return best;
    const weight = modelMass(greatest);
    const mixed = (token: number) => weight * own[token]! + (copied.tokens.get(token) ?? 0);
    return [best, ...copied.tokens.keys()].reduce((most, token) => (mixed(token) > mixed(most) ? token : most));
  }

  private ends(token: number): boolean {
    return token === this.deleteToken || this.tokenizer.bytes[token] === undefined;
  }

  private textOf(token: number): string {
    return Buffer.from(this.tokenizer.bytes[token] ?? []).toString('utf8');
  }

  private textBehind(generated: readonly number[], healed: ByteString): string {
    const bytes = this.tokenizer.decode(generated).subarray(healed.length);
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes, { stream: true });
  }
}

/** Whether the token is how the cursor's line goes on behind the cursor. */
function goesOn(suffix: string, token: string): boolean {
  const line = (suffix.split('\n', 1)[0] ?? '').trimEnd();
  return line !== '' && token.trim() !== '' && (line.startsWith(token) || token.startsWith(line));
}
