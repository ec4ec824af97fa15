import type { CallRecord } from '../servers/callRecord';
import { leavesOf } from './leaves';

const MOST_FACTS = 4;

/** What an answer has to say of the last call's result: values that the task itself does not tell. */
export function answerFacts(record: CallRecord | undefined, text: string): readonly string[] {
  if (record === undefined) return [];
  const found = leavesOf(record).map(({ value }) => String(value).trim());
  const facts = found.filter(
    (fact) => fact.length >= 1 && fact.length <= 60 && !/^(true|false|null)$/.test(fact) && !says(text, fact),
  );
  return [...new Set(facts)].slice(0, MOST_FACTS);
}

/** Whether a text has a value in it, as a word of its own; case and white space mean nothing. */
export function says(text: string, fact: string): boolean {
  const plain = (each: string) => each.toLowerCase().replace(/\s+/g, ' ').trim();
  const escaped = plain(fact).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'u').test(
    plain(text).replaceAll(/(?<=\d),(?=\d{3})/g, ''),
  );
}
