/** What the code around a fault names: the values at which it does something else. */
import { type Focus, literalsOf } from '../../execution';

const EMPTY = { start: 0, end: 0, exported: true, asynchronous: false };
const MOST = { strings: 24, numbers: 24, keys: 16 };
/** A list of words that is written as one text. */
const LONG_TEXT = /(["'`])((?:(?!\1)[^\\\n]|\\.){12,})\1/g;
const LOOKED_UP = /(?<=[\w)\]]\.)[A-Za-z_]\w*(?!\w*\s*\()/g;

/** @param places pieces of code, those that matter most first */
export function focusOf(places: readonly string[]): Focus {
  const strings = new Set<string>();
  const numbers = new Set<number>();
  const keys = new Set<string>();
  for (const text of places) {
    const found = literalsOf({ source: { ...EMPTY, path: '', text }, examples: [], parameters: [] });
    for (const each of found.strings) strings.add(each);
    for (const each of found.numbers) numbers.add(each);
    for (const [, , long = ''] of text.matchAll(LONG_TEXT)) {
      const words = long.split(/[\s,;|]+/).filter((word) => word !== '');
      // Ends of a long list of words are where a fault is put.
      for (const word of [...words.slice(-3), ...words.slice(0, 3)]) strings.add(word);
    }
    for (const [name] of text.matchAll(LOOKED_UP)) keys.add(name);
  }
  return {
    strings: [...strings].slice(0, MOST.strings),
    numbers: [...numbers].slice(0, MOST.numbers),
    keys: [...keys].slice(0, MOST.keys),
  };
}
