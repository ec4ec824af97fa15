import assert from 'node:assert/strict';
import { scanWeaknesses } from '../scanWeaknesses';

export interface Pair {
  readonly cwe: string;
  /** Texts with the weakness. */
  readonly weak: Readonly<Record<string, string>>;
  /** Texts without it, by how it was repaired. */
  readonly repaired: Readonly<Record<string, string>>;
}

/** One test a text: the weakness is found where it is, and not where it is repaired. */
export function testPairs(path: string, pairs: readonly Pair[]): void {
  for (const { cwe, weak, repaired } of pairs) {
    for (const [name, text] of Object.entries(weak)) {
      it(`${cwe} is found: ${name}`, async () => assert.ok((await found(path, text)).includes(cwe)));
    }
    for (const [name, text] of Object.entries(repaired)) {
      it(`${cwe} is not found: ${name}`, async () => assert.ok(!(await found(path, text)).includes(cwe)));
    }
  }
}

async function found(path: string, text: string): Promise<readonly string[]> {
  return ((await scanWeaknesses(path, text)) ?? []).map(({ cwe }) => cwe);
}
