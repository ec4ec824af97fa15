import type { IsolatedContextModel } from '../../model/diffusionModel';
import { buildContext } from '../../infilling/contextText';
import { ContextCache } from '../../infilling/contextCache';
import { DocumentEncoder } from '../../infilling/documentEncoder';
import { HealingIndex } from '../../infilling/healing';
import { bestCandidates } from '../../infilling/distribution';
import { endClasses } from '../copyGroups';
import type { CopyGroup } from '../copyGroups';
import { CopyPrior } from '../copyPrior';
import type { SourceIndex } from '../sourceIndex';

/** A gap whose true text is known. */
export interface FitTask {
  readonly languageId: string;
  readonly prefix: string;
  readonly suffix: string;
  readonly middle: string;
  /** Path of the file, as in the sources. */
  readonly path?: string | undefined;
}

/** One group of votes, and how many of them were right. */
export interface GroupRow {
  readonly length: number;
  readonly origin: number;
  readonly joins: boolean;
  readonly purity: number;
  /** Votes by end class, those that go on last; [endClasses + 1]. */
  readonly votes: readonly number[];
  /** Of these, votes whose next token is the true one; [endClasses + 1]. */
  readonly hits: readonly number[];
}

/** What was known of one token, and what the model said of the true one. */
export interface EvidenceRow {
  readonly modelProbability: number;
  readonly modelGreatest: number;
  /** Whether the true token is the end. */
  readonly ends: boolean;
  /** Whether the middle may have ended here: never while bytes are healed. */
  readonly mayEnd: boolean;
  readonly groups: readonly GroupRow[];
}

/** Goes along the true middles, and notes at each token what the model and the copies say. First windows only. */
export class EvidenceCollector {
  private readonly vocabulary: { readonly healing: HealingIndex; readonly text: Int32Array; readonly all: Int32Array };
  private readonly cache: ContextCache;

  constructor(
    private readonly model: IsolatedContextModel,
    private readonly sources: SourceIndex | undefined,
  ) {
    const text = model.tokenizer.bytes.flatMap((bytes, id) => (bytes && bytes.length > 0 ? [id] : []));
    const all = Int32Array.from([model.config.special.delete, ...text]);
    this.vocabulary = { healing: new HealingIndex(model.tokenizer), text: Int32Array.from(text), all };
    this.cache = new ContextCache(model);
  }

  async rowsOf(task: FitTask): Promise<readonly EvidenceRow[]> {
    const { model, cache, vocabulary } = this;
    const { tokenizer, config } = model;
    const request = { ...task, prefix: task.prefix.slice(-config.maxPrefixTokens * 16), snippets: [] };
    const context = buildContext(request, config, new DocumentEncoder(tokenizer), undefined);
    const healed = Buffer.from(context.healing, 'latin1').toString('utf8');
    const { ids } = tokenizer.encode(healed + task.middle);
    const tokens = [...ids.slice(0, config.windowTokens - 1), config.special.delete];
    const ended = ids.length < config.windowTokens;
    const prior = new CopyPrior({
      ...request,
      prefix: task.prefix,
      tokenizer,
      deleteToken: config.special.delete,
      healed: context.healing.length,
      sources: this.sources,
      path: task.path,
    });
    const checkpoint = () => Promise.resolve();
    await cache.set(context.tokens, checkpoint);
    const rows = tokens.slice(0, ended ? tokens.length : -1).map((_, row) => row);
    const logits = await cache.window(tokens.slice(0, -1), rows, checkpoint, 'causal');
    let rest = context.healing;
    return rows.map((row) => {
      const truth = tokens[row]!;
      const mayEnd = rest === '';
      const allowed = mayEnd ? vocabulary.all : vocabulary.healing.allowed(rest);
      const [best] = bestCandidates(logits, row, config.shape.vocab, allowed);
      const start = row * config.shape.vocab;
      const modelProbability = best.probability * Math.exp(logits[start + truth]! - logits[start + best.token]!);
      const { groups } = prior.propose(tokens.slice(0, row), mayEnd);
      rest = vocabulary.healing.advance(rest, truth);
      const ends = truth === config.special.delete;
      return {
        modelProbability,
        modelGreatest: best.probability,
        ends,
        mayEnd,
        groups: groups.map((group) => groupRow(group, truth)),
      };
    });
  }
}

function groupRow({ length, origin, joins, purity, votes }: CopyGroup, truth: number): GroupRow {
  const count = (right: boolean) => {
    const counts = Array.from({ length: endClasses + 1 }, () => 0);
    for (const { token, end } of votes) if (!right || token === truth) counts[end]!++;
    return counts;
  };
  return { length, origin, joins, purity, votes: count(false), hits: count(true) };
}
