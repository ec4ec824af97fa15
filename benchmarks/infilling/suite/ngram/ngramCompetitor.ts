/** The n-gram baseline: what counting can do with the text that the model was trained on. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { BadInputError } from '../../../core/badInputError';
import { TextTokenizer } from '../../../../runtime/diffusion';
import type { CopyReach } from '../../../../runtime/protocol';
import type { Competitor } from '../competitor';
import { KneserNey } from './kneserNey';
import { readNgrams, writeNgrams } from './ngramStore';
import { LONGEST, SortedNgrams } from './sortedNgrams';
import { corpusStamp, corpusTokens, sampleTokens } from './tokenSample';
import { GreedyWriter } from './writeGreedily';

export interface NgramOptions {
  /** Folder of the tokenised corpus: train.bin, train.idx.npy, tokenizer.json. */
  readonly corpus: string;
  /** Tokens to count, of all languages together; the corpus may have fewer. */
  readonly tokens: number;
  /** Where counts are kept. */
  readonly cache: string;
  /** VS Code language ids of the tasks. */
  readonly languages: ReadonlySet<string>;
  readonly onProgress: (message: string) => void;
}

/** Languages whose text is counted together. Others have counts of their own, as nothing else would tell them apart. */
const FAMILIES: readonly (readonly string[])[] = [
  ['javascript', 'javascriptreact', 'typescript', 'typescriptreact'],
  ['c', 'cpp'],
];

const tokenizerSchema = z.object({
  added_tokens: z.array(z.object({ id: z.number(), content: z.string() })),
  model: z.object({ vocab: z.record(z.string(), z.number()) }),
});

/**
 * @returns one competitor for each reach of the copy prior
 * @throws BadInputError when the folder holds no tokenised corpus, or nothing in a language of the tasks
 */
export async function ngramCompetitors(
  options: NgramOptions,
  reaches: readonly CopyReach[],
): Promise<readonly Competitor[]> {
  const { corpus, languages } = options;
  const total = await corpusTokens(corpus);
  const share = Math.min(1, options.tokens / total);
  const { tokenizer, vocab, special } = await readTokenizer(corpus);
  const stamp = await corpusStamp(corpus);
  const models = new Map<string, KneserNey>();
  let counted = 0;
  for (const family of new Set([...languages].map(familyOf))) {
    const members = family.split(' ');
    const ids = new Set(members.flatMap((language) => special.get(`<|lang:${language}|>`) ?? []));
    const key = createHash('sha256')
      .update(JSON.stringify([stamp, family, share, LONGEST]))
      .digest('hex');
    const folder = path.join(options.cache, key.slice(0, 16));
    const ngrams = (await readNgrams(folder)) ?? (await count(folder, ids, family));
    counted += ngrams.data.tokens.length;
    const model = new KneserNey(ngrams, vocab);
    for (const language of members) models.set(language, model);
  }
  const deleteToken = special.get('<|delete|>');
  if (deleteToken === undefined) {
    throw new BadInputError(`${corpus}/tokenizer.json has no <|delete|> token. Name the corpus of the embedded model.`);
  }
  const writer = new GreedyWriter(tokenizer, deleteToken);
  const settings = { ngrams: LONGEST, smoothing: 'modified Kneser-Ney', corpus: stamp, share, tokensCounted: counted };
  return reaches.map((copy) => ({
    name: copy === 'off' ? `${LONGEST}-gram` : `${LONGEST}-gram + copy`,
    settings: { ...settings, copy },
    complete: (request) => {
      const started = performance.now();
      const model = models.get(request.languageId);
      const next = (document: readonly number[]) => model!.next(document);
      const text = model === undefined ? '' : writer.write(request, next, copy !== 'off');
      return Promise.resolve({ text, forwardPasses: 0, ms: performance.now() - started });
    },
    dispose: () => Promise.resolve(),
  }));

  async function count(folder: string, ids: ReadonlySet<number>, family: string): Promise<SortedNgrams> {
    options.onProgress(`counting n-grams: ${family}`);
    const { tokens } = await sampleTokens(corpus, ids, share);
    if (tokens.length === 0) {
      throw new BadInputError(
        `The sample of ${corpus} has no file in ${family}. Raise --ngram-tokens, or leave these tasks out.`,
      );
    }
    const ngrams = SortedNgrams.count(tokens, vocab);
    await writeNgrams(folder, ngrams);
    return ngrams;
  }
}

function familyOf(language: string): string {
  return (FAMILIES.find((family) => family.includes(language)) ?? [language]).join(' ');
}

async function readTokenizer(corpus: string) {
  const file = path.join(corpus, 'tokenizer.json');
  const { added_tokens, model } = tokenizerSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  const special = new Map(added_tokens.map(({ content, id }) => [content, id]));
  const vocab = Math.max(...Object.values(model.vocab), ...special.values()) + 1;
  return { tokenizer: await TextTokenizer.load(file, vocab), vocab, special };
}
