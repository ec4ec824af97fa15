import { open } from 'node:fs/promises';
import { RuntimeError } from '../../runtimeError';

/** What a GGUF file says of its model, read without loading it. */
export interface ChatFile {
  readonly name: string | undefined;
  /** Tokens of the longest text that it was trained with. */
  readonly contextTokens: number | undefined;
}

/** Facts about the model stand before its tokens, at the very beginning. */
const headBytes = 2 ** 18;

/**
 * Reads the head of a GGUF file. Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
 * @throws RuntimeError model-missing; model-corrupt, when it is no GGUF file
 */
export async function readChatFile(file: string): Promise<ChatFile> {
  const head = await readHead(file);
  if (head.toString('latin1', 0, 4) !== 'GGUF' || head.length < 24) {
    throw new RuntimeError('model-corrupt', `${file} is not a GGUF file.`, 'Name a GGUF file of a chat model.');
  }
  const facts = new Map<string, string | number>();
  const at = { offset: 24 };
  const entries = Number(head.readBigUInt64LE(16));
  try {
    for (let entry = 0; entry < entries; entry++) {
      const key = text(head, at);
      const value = scalar(head, at);
      if (value === undefined) break;
      facts.set(key, value);
    }
  } catch (error) {
    // The head ends in the middle of an entry: what stands before it is known.
    if (!(error instanceof RangeError)) throw error;
  }
  const name = facts.get('general.name');
  const context = facts.get(`${facts.get('general.architecture') ?? ''}.context_length`);
  return {
    name: typeof name === 'string' ? name : undefined,
    contextTokens: typeof context === 'number' && context > 0 ? context : undefined,
  };
}

async function readHead(file: string): Promise<Buffer> {
  try {
    const handle = await open(file, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw new RuntimeError('model-missing', `${file} cannot be read.`, 'Check the path and its permissions.', {
      cause: error,
    });
  }
}

interface Position {
  offset: number;
}

function text(head: Buffer, at: Position): string {
  const length = Number(head.readBigUInt64LE(at.offset));
  const start = at.offset + 8;
  if (start + length > head.length) throw new RangeError('The head has ended');
  at.offset = start + length;
  return head.toString('utf8', start, start + length);
}

/** Sizes of the format's types of numbers, by their code. */
const sizes: Readonly<Record<number, number>> = { 0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8 };

/** @returns undefined for a list: the tokens begin */
function scalar(head: Buffer, at: Position): string | number | undefined {
  const type = head.readUInt32LE(at.offset);
  at.offset += 4;
  if (type === 8) return text(head, at);
  const size = sizes[type];
  if (size === undefined) return undefined;
  const start = at.offset;
  at.offset += size;
  if (at.offset > head.length) throw new RangeError('The head has ended');
  if (type === 4) return head.readUInt32LE(start);
  return type === 10 ? Number(head.readBigUInt64LE(start)) : 0;
}
