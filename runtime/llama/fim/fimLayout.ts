import type { PromptPiece } from '../../functionCalling';

/** Text around a place, and other files for it. LF line ends. */
export interface FimText {
  readonly prefix: string;
  readonly suffix: string;
  /** Path of the file that is written in; undefined: it has none that tells anything. */
  readonly path: string | undefined;
  /** Least relevant first. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
}

/** How a family of models is told to fill in the middle (FIM). */
export interface FimLayout {
  readonly family: string;
  /** Special tokens that a vocabulary must have for it. */
  readonly needs: readonly string[];
  /** Special tokens at which the middle is over, besides the model's own ends. Those that a vocabulary lacks are left out. */
  readonly ends: readonly string[];
  /** The suffix stands before the prefix: then typing changes only the end of the prompt, and a longer suffix costs nothing. */
  readonly suffixFirst?: true;
  /** @param has whether the vocabulary has a special token */
  readonly prompt: (text: FimText, has: (token: string) => boolean) => readonly PromptPiece[];
}

const special = (text: string): PromptPiece => ({ kind: 'special', text });
const plain = (text: string): PromptPiece => ({ kind: 'text', text });

/** A beginning that only some vocabularies have. */
const begin = (has: (token: string) => boolean, token: string): readonly PromptPiece[] =>
  has(token) ? [special(token)] : [];

/** Other files as comments at the top, for families without a marker between files. */
const asText = ({ files, prefix }: FimText): string =>
  [...files.map(({ path, text }) => `# ${path}\n${text.trimEnd()}\n`), prefix].join('\n');

/**
 * In this order: the first whose tokens a vocabulary has is the one. Sources: model cards and papers of the families
 * (Qwen2.5-Coder arXiv 2409.12186, StarCoder2 2402.19173, DeepSeek-Coder 2401.14196, Code Llama 2308.12950, CodeGemma 2406.11409,
 * Mistral's Codestral tokenizer).
 */
export const fimLayouts: readonly FimLayout[] = [
  {
    family: 'qwen2.5-coder',
    needs: ['<|fim_prefix|>', '<|fim_suffix|>', '<|fim_middle|>', '<|file_sep|>'],
    ends: ['<|endoftext|>', '<|fim_pad|>', '<|file_sep|>', '<|repo_name|>', '<|im_end|>', '<|fim_prefix|>'],
    prompt: ({ prefix, suffix, path, files }) => [
      ...(files.length > 0 ? [special('<|repo_name|>'), plain('workspace\n')] : []),
      ...files.flatMap((file) => [special('<|file_sep|>'), plain(`${file.path}\n${file.text.trimEnd()}\n`)]),
      ...(files.length > 0 ? [special('<|file_sep|>'), plain(`${path ?? 'file'}\n`)] : []),
      special('<|fim_prefix|>'),
      plain(prefix),
      special('<|fim_suffix|>'),
      plain(suffix),
      special('<|fim_middle|>'),
    ],
  },
  {
    family: 'codegemma',
    needs: ['<|fim_prefix|>', '<|fim_suffix|>', '<|fim_middle|>', '<|file_separator|>'],
    ends: ['<|file_separator|>', '<eos>', '<|fim_prefix|>', '<|fim_suffix|>', '<|fim_middle|>'],
    prompt: ({ prefix, suffix, path, files }, has) => [
      ...begin(has, '<bos>'),
      ...files.flatMap((file) => [plain(`${file.path}\n${file.text.trimEnd()}\n`), special('<|file_separator|>')]),
      ...(files.length > 0 && path !== undefined ? [plain(`${path}\n`)] : []),
      special('<|fim_prefix|>'),
      plain(prefix),
      special('<|fim_suffix|>'),
      plain(suffix),
      special('<|fim_middle|>'),
    ],
  },
  {
    // Others that were trained with the names of Qwen's tokens, without a marker between files.
    family: 'fim',
    needs: ['<|fim_prefix|>', '<|fim_suffix|>', '<|fim_middle|>'],
    ends: ['<|endoftext|>', '<|fim_pad|>', '<|fim_prefix|>'],
    prompt: (text) => [
      special('<|fim_prefix|>'),
      plain(asText(text)),
      special('<|fim_suffix|>'),
      plain(text.suffix),
      special('<|fim_middle|>'),
    ],
  },
  {
    family: 'starcoder2',
    needs: ['<fim_prefix>', '<fim_suffix>', '<fim_middle>', '<file_sep>'],
    ends: ['<|endoftext|>', '<file_sep>', '<fim_pad>', '<repo_name>', '<fim_prefix>'],
    prompt: ({ prefix, suffix, path, files }) => [
      ...(files.length > 0 ? [special('<repo_name>'), plain('workspace')] : []),
      ...files.flatMap((file) => [special('<file_sep>'), plain(`${file.path}\n${file.text.trimEnd()}\n`)]),
      special('<file_sep>'),
      special('<fim_prefix>'),
      plain(path === undefined ? prefix : `${path}\n${prefix}`),
      special('<fim_suffix>'),
      plain(suffix),
      special('<fim_middle>'),
    ],
  },
  {
    family: 'starcoder',
    needs: ['<fim_prefix>', '<fim_suffix>', '<fim_middle>'],
    ends: ['<|endoftext|>', '<fim_pad>', '<fim_prefix>', '<filename>'],
    prompt: (text) => [
      special('<fim_prefix>'),
      plain(asText(text)),
      special('<fim_suffix>'),
      plain(text.suffix),
      special('<fim_middle>'),
    ],
  },
  {
    family: 'deepseek-coder',
    needs: ['<｜fim▁begin｜>', '<｜fim▁hole｜>', '<｜fim▁end｜>'],
    ends: ['<｜end▁of▁sentence｜>', '<|EOT|>', '<｜fim▁begin｜>'],
    prompt: (text, has) => [
      ...begin(has, '<｜begin▁of▁sentence｜>'),
      special('<｜fim▁begin｜>'),
      plain(asText(text)),
      special('<｜fim▁hole｜>'),
      plain(text.suffix),
      special('<｜fim▁end｜>'),
    ],
  },
  {
    family: 'code-llama',
    needs: ['▁<PRE>', '▁<SUF>', '▁<MID>'],
    ends: ['▁<EOT>', '</s>'],
    prompt: (text, has) => [
      ...begin(has, '<s>'),
      special('▁<PRE>'),
      plain(` ${asText(text)}`),
      special('▁<SUF>'),
      plain(text.suffix),
      special('▁<MID>'),
    ],
  },
  {
    family: 'codestral',
    suffixFirst: true,
    needs: ['[SUFFIX]', '[PREFIX]'],
    ends: ['</s>', '[SUFFIX]', '[PREFIX]'],
    prompt: ({ prefix, suffix, path, files }, has) => [
      ...begin(has, '<s>'),
      special('[SUFFIX]'),
      plain(suffix),
      special('[PREFIX]'),
      plain(
        files.length === 0
          ? prefix
          : [...files, { path: path ?? 'file', text: prefix }]
              .map((each) => `+++++ ${each.path}\n${each.text}`)
              .join('\n'),
      ),
    ],
  },
];

/** All special tokens that layouts speak of. */
export const fimTokens: readonly string[] = [
  ...new Set([
    ...fimLayouts.flatMap(({ needs, ends }) => [...needs, ...ends]),
    ...['<s>', '<bos>', '<｜begin▁of▁sentence｜>', '<|repo_name|>', '<repo_name>'],
  ]),
];

/** @param special tokens of the vocabulary @returns undefined: the model cannot fill in a middle */
export function fimLayoutOf(special: readonly string[]): FimLayout | undefined {
  const known = new Set(special);
  return fimLayouts.find(({ needs }) => needs.every((token) => known.has(token)));
}
