import { z } from 'zod';
import { seededRandom } from '../../core/seededRandom';

export const splitNames = ['train', 'val', 'test'] as const;
export type SplitName = (typeof splitNames)[number];

type Row = Readonly<Record<string, unknown>>;

const facts = z.object({ whetstone: z.object({ servers: z.array(z.string()), seed: z.number() }) });

/**
 * Shuffled and divided; rows that belong together (one beginning state, or the same words) are in one part, so that nothing of the test is
 * learnt before. Parts are as near to their shares as whole groups allow; every row is in one of them.
 * @param shares sum to 1
 */
export function splitRows<T extends Row>(
  rows: readonly T[],
  shares: Readonly<Record<SplitName, number>>,
  seed: number,
): Readonly<Record<SplitName, readonly T[]>> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const key = groupOf(row);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const parts: Record<SplitName, T[]> = { train: [], val: [], test: [] };
  for (const group of shuffled([...groups.values()], seed)) {
    // To the part that lacks most of its share.
    const lacks = (name: SplitName) => shares[name] * rows.length - parts[name].length;
    const name = splitNames.reduce((best, each) => (lacks(each) > lacks(best) ? each : best));
    parts[name].push(...group);
  }
  return parts;
}

function groupOf(row: Row): string {
  const made = facts.safeParse(row);
  if (made.success) return `${made.data.whetstone.servers.join('+')} ${made.data.whetstone.seed}`;
  return JSON.stringify([
    row.description ?? null,
    row.goal ?? null,
    row.id !== undefined && row.description === undefined ? row.id : null,
  ]);
}

function shuffled<T>(items: readonly T[], seed: number): readonly T[] {
  const draw = seededRandom(seed);
  const left = [...items];
  const result: T[] = [];
  while (left.length > 0) result.push(...left.splice(draw(left.length), 1));
  return result;
}
