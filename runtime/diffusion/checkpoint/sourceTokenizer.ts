import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { RuntimeError } from '../../runtimeError';

/** The tokenizer of a checkpoint folder. */
export interface SourceTokenizer {
  /** Content for tokenizer.json. */
  readonly text: string;
  /** Names of the files that it comes from. */
  readonly files: readonly string[];
  /** Tokens outside the merges (control tokens), text -> id. */
  readonly added: ReadonlyMap<string, number>;
}

const addedToken = z.object({ id: z.number().int().nonnegative(), content: z.string() });
const tokenizerFile = z.looseObject({ added_tokens: z.array(addedToken).optional() });
const vocabulary = z.record(z.string(), z.number().int().nonnegative());
const tokenizerConfig = z.looseObject({
  added_tokens_decoder: z.record(z.string(), z.looseObject({ content: z.string() })),
});

/**
 * tokenizer.json; or, where a folder has none (Dream's tokenizer is a Python class), one made of the three files that
 * the class reads: vocab.json, merges.txt and the added tokens of tokenizer_config.json.
 * @throws RuntimeError model-missing or model-corrupt, naming the file
 */
export async function readSourceTokenizer(folder: string): Promise<SourceTokenizer> {
  const name = 'tokenizer.json';
  const text = await readFile(path.join(folder, name), 'utf8').catch(() => undefined);
  if (text === undefined) return fromParts(folder);
  const parsed = parse(tokenizerFile, path.join(folder, name), text);
  const added = new Map((parsed.added_tokens ?? []).map(({ content, id }) => [content, id]));
  return { text, files: [name], added };
}

async function fromParts(folder: string): Promise<SourceTokenizer> {
  const files = ['vocab.json', 'merges.txt', 'tokenizer_config.json'] as const;
  const [vocabText, mergesText, configText] = await Promise.all(
    files.map(async (name) => {
      return readFile(path.join(folder, name), 'utf8').catch((cause: unknown) => {
        const message = `${folder} has no tokenizer.json, and no ${name} to make one of.`;
        const action = 'Give a folder with config.json, tokenizer.json and safetensors.';
        throw new RuntimeError('model-missing', message, action, { cause });
      });
    }),
  );
  const vocab = parse(vocabulary, path.join(folder, files[0]), vocabText ?? '');
  const config = parse(tokenizerConfig, path.join(folder, files[2]), configText ?? '');
  const added = Object.entries(config.added_tokens_decoder).map(([id, { content }]) => ({ id: Number(id), content }));
  if (added.some(({ id }) => !Number.isInteger(id))) throw corrupt(path.join(folder, files[2]));
  // The first line may be a comment with the version; every other one is a pair of tokens.
  const merges = (mergesText ?? '').split('\n').flatMap((line) => {
    const pair = line.trimEnd().split(' ');
    return pair.length === 2 && !line.startsWith('#version') ? [pair] : [];
  });
  return {
    text: JSON.stringify(qwenTokenizer(vocab, merges, added)),
    files,
    added: new Map(added.map(({ content, id }) => [content, id])),
  };
}

/** How Qwen2 cuts text before merging; Dream's class has the same pattern (tokenization_dream.py). */
const pretokens =
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

/** The tokenizer.json of Qwen2's byte-level BPE (as Qwen/Qwen2.5-7B has it), with these tokens and merges. */
function qwenTokenizer(
  vocab: Readonly<Record<string, number>>,
  merges: readonly (readonly string[])[],
  added: readonly { readonly id: number; readonly content: string }[],
): unknown {
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: false, use_regex: false };
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [...added]
      .sort((a, b) => a.id - b.id)
      .map((token) => ({
        ...token,
        special: true,
        single_word: false,
        lstrip: false,
        rstrip: false,
        normalized: false,
      })),
    normalizer: { type: 'NFC' },
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [{ type: 'Split', pattern: { Regex: pretokens }, behavior: 'Isolated', invert: false }, byteLevel],
    },
    post_processor: byteLevel,
    decoder: byteLevel,
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: '',
      end_of_word_suffix: '',
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab,
      merges,
    },
  };
}

function parse<T>(schema: z.ZodType<T>, file: string, text: string): T {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (cause) {
    throw corrupt(file, cause);
  }
  const parsed = schema.safeParse(data);
  if (!parsed.success) throw corrupt(file, parsed.error);
  return parsed.data;
}

function corrupt(file: string, cause?: unknown): RuntimeError {
  return new RuntimeError('model-corrupt', `${file} is no part of a tokenizer.`, 'Download the checkpoint again.', {
    cause,
  });
}
