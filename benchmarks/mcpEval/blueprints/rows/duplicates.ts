import type { UnifiedRecord } from '../../../../runtime/agent';
import { canonicalJson } from '../../../core/runs/canonicalJson';
import { sha256 } from '../../../core/runs/sha256';
import { asJson } from '../../solving/taskContent';

export interface Distinct {
  readonly rows: readonly UnifiedRecord[];
  /** What was left out, and for which row. */
  readonly duplicates: readonly {
    readonly id: string;
    readonly of: string;
    /** 1: the same word for word. */
    readonly similarity: number;
  }[];
}

/**
 * One row of each: rows are the same where the same calls were made with the same arguments, and the words are the same, or nearly: their
 * sets of three words in a row overlap by `near` at least (Jaccard). The first one stays.
 * @param near 0 to 1; 1: only what is the same word for word
 */
export function withoutDuplicates(all: readonly UnifiedRecord[], near: number): Distinct {
  const kept = new Map<string, { readonly row: UnifiedRecord; readonly words: ReadonlySet<string> }[]>();
  const rows: UnifiedRecord[] = [];
  const duplicates: Distinct['duplicates'][number][] = [];
  for (const row of all) {
    const key = signatureOf(row);
    const words = shingles(textOf(row));
    const others = kept.get(key) ?? [];
    const twin = others
      .map((other) => ({ id: other.row.unique_trajectory_id, similarity: overlap(words, other.words) }))
      .find(({ similarity }) => similarity >= near);
    if (twin === undefined) {
      rows.push(row);
      kept.set(key, [...others, { row, words }]);
    } else duplicates.push({ id: row.unique_trajectory_id, of: twin.id, similarity: twin.similarity });
  }
  return { rows, duplicates };
}

function signatureOf({ conversation }: UnifiedRecord): string {
  const calls = conversation.flatMap((message) =>
    'tool_calls' in message ? message.tool_calls.map((call) => call.function) : [],
  );
  return sha256(canonicalJson(asJson(calls)));
}

/** What people and models said, without what tools answered. */
const textOf = ({ conversation }: UnifiedRecord) =>
  conversation.flatMap(({ role, content }) => (role === 'tool' ? [] : [`${role}: ${content}`])).join('\n');

const ROW = 3;

function shingles(text: string): ReadonlySet<string> {
  const words = text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  if (words.length < ROW) return new Set([words.join(' ')]);
  return new Set(words.slice(ROW - 1).map((_word, index) => words.slice(index, index + ROW).join(' ')));
}

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const both = [...a].filter((each) => b.has(each)).length;
  return both / (a.size + b.size - both);
}
