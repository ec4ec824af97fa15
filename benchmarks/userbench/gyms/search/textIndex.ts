import { stems } from '../core/terms';

export interface TextDocument {
  readonly title: string;
  readonly text: string;
}

const k1 = 1.2;
const b = 0.75;

/** Documents by the words of a query: BM25 (Robertson and Zaragoza 2009, doi:10.1561/1500000019) with its usual values; titles count twice. */
export class TextIndex {
  private readonly postings = new Map<string, Map<number, number>>();
  private readonly lengths: readonly number[];
  private readonly meanLength: number;

  constructor(private readonly documents: readonly TextDocument[]) {
    this.lengths = documents.map((document, at) => this.add(document, at));
    this.meanLength = this.lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, documents.length);
  }

  /** @returns at most `count` documents that have any word of the query, best first; ties in their order */
  find(query: string, count: number): readonly TextDocument[] {
    const scores = new Map<number, number>();
    for (const word of new Set(stems(query))) {
      const found = this.postings.get(word) ?? new Map<number, number>();
      const rarity = Math.log(1 + (this.documents.length - found.size + 0.5) / (found.size + 0.5));
      for (const [at, frequency] of found) {
        const length = 1 - b + (b * this.lengths[at]!) / this.meanLength;
        scores.set(at, (scores.get(at) ?? 0) + (rarity * frequency * (k1 + 1)) / (frequency + k1 * length));
      }
    }
    return [...scores]
      .sort(([one, first], [other, second]) => second - first || one - other)
      .slice(0, count)
      .map(([at]) => this.documents[at]!);
  }

  private add({ title, text }: TextDocument, at: number): number {
    const words = stems(`${title} ${title} ${text}`);
    for (const word of words) {
      const found = this.postings.get(word) ?? new Map<number, number>();
      found.set(at, (found.get(at) ?? 0) + 1);
      this.postings.set(word, found);
    }
    return words.length;
  }
}
