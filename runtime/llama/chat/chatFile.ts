import { readGgufHead } from '../ggufHead';

/** What a GGUF file says of its chat model, read without loading it. */
export interface ChatFile {
  readonly name: string | undefined;
  /** llama.cpp's name of it, e.g. `qwen2`. */
  readonly architecture: string;
  /** Tokens of the longest text that it was trained with. */
  readonly contextTokens: number | undefined;
  /** Jinja template of its conversations. */
  readonly template: string | undefined;
  /** ... of those with tools, where it is another. */
  readonly toolTemplate: string | undefined;
  /** Texts of the tokens that begin and end a text. */
  readonly begin: string | undefined;
  readonly end: string | undefined;
  /** Whether each text has to begin with `begin`, also where the template does not write it. */
  readonly addsBegin: boolean;
  /** Texts of tokens that no text may be read as: markers of turns and the like. */
  readonly control: ReadonlySet<string>;
}

/** llama.cpp's types of tokens that are read in text only where it is said to hold special ones. */
const controlTypes: ReadonlySet<number | undefined> = new Set([2, 3]);

/**
 * Reads the head of a GGUF file. Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
 * @throws RuntimeError model-missing; model-corrupt, when it is no GGUF file or is cut off
 */
export async function readChatFile(file: string): Promise<ChatFile> {
  const { metadata, vocabulary } = await readGgufHead(file, { vocabulary: true });
  const { tokens, types } = vocabulary;
  const text = (key: string) => {
    const value = metadata.get(key);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const tokenOf = (key: string) => {
    const id = metadata.get(`tokenizer.ggml.${key}_token_id`);
    return typeof id === 'number' ? tokens[id] : undefined;
  };
  const architecture = text('general.architecture') ?? '';
  const context = Number(metadata.get(`${architecture}.context_length`) ?? 0);
  return {
    name: text('general.name'),
    architecture,
    contextTokens: context > 0 ? context : undefined,
    template: text('tokenizer.chat_template'),
    toolTemplate: text('tokenizer.chat_template.tool_use'),
    begin: tokenOf('bos'),
    end: tokenOf('eos'),
    addsBegin: addsBegin(metadata.get('tokenizer.ggml.add_bos_token'), text('tokenizer.ggml.model')),
    control: new Set(tokens.filter((token, id) => token !== '' && controlTypes.has(types[id]))),
  };
}

/** Where the file does not say: as llama.cpp has it for the kind of tokenizer. */
function addsBegin(said: unknown, model: string | undefined): boolean {
  return typeof said === 'boolean' ? said : model === 'llama';
}
