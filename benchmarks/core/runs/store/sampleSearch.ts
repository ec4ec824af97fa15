/** Words that a page of samples is searched for: exact, without an index that every result would have to be written to. */
import type { DatabaseSync } from 'node:sqlite';
import { RuntimeError } from '../../../../runtime/runtimeError';

const mostWords = 50;
/** SQLite takes no longer patterns than 50,000 bytes. */
const longestPattern = 1000;

/** Lets a connection compare letters that SQLite's own LIKE and lower() tell apart by case: all beyond ASCII. */
export function addFold(database: DatabaseSync): void {
  database.function('fold', { deterministic: true }, (text) => (typeof text === 'string' ? text.toLowerCase() : text));
}

/** @throws RuntimeError bad-request for more than 50 words */
export function wordsOf(text: string | undefined): readonly string[] {
  const words = [...new Set((text ?? '').toLowerCase().split(/\s+/))].filter((word) => word !== '');
  if (words.length <= mostWords) return words;
  throw new RuntimeError(
    'bad-request',
    `A search has ${mostWords} words at most; this one has ${words.length}.`,
    'Leave some out.',
  );
}

/** SQL that is true where a text holds a word, whatever the case. */
export interface WordTest {
  /** @param text an SQL expression */
  readonly sql: (text: string) => string;
  /** For the one `?` of `sql`. */
  readonly value: string;
}

export function wordTest(word: string): WordTest {
  // LIKE ignores the case of ASCII, and takes a third of the time of instr(lower(text), word).
  const plain = /^[\x20-\x7e]*$/.test(word) && word.length <= longestPattern;
  return plain
    ? { sql: (text) => `${text} LIKE ? ESCAPE '\\'`, value: `%${word.replace(/[\\%_]/g, '\\$&')}%` }
    : { sql: (text) => `instr(fold(${text}), ?) > 0`, value: word };
}
