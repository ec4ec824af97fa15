import { toolWords } from '../../runtime/functionCalling';
import type { ToolDefinition } from '../../runtime/gateway/types';

/**
 * The plain way: TF-IDF vectors of the tools' whole text, each compared with the query's by cosine. The rival in speed and
 * recall; words are split as in the index, so that only the method differs.
 */
export class ScanRival {
  private readonly vectors: readonly ReadonlyMap<string, number>[];
  private readonly rarity: ReadonlyMap<string, number>;

  constructor(private readonly tools: readonly ToolDefinition[]) {
    const texts = tools.map(({ name, description, inputSchema }) =>
      toolWords(`${name} ${description} ${JSON.stringify(inputSchema)}`),
    );
    const tellers = new Map<string, number>();
    for (const words of texts) for (const word of new Set(words)) tellers.set(word, (tellers.get(word) ?? 0) + 1);
    this.rarity = new Map([...tellers].map(([word, count]) => [word, Math.log(1 + tools.length / count)]));
    this.vectors = texts.map((words) => this.vectorOf(words));
  }

  find(query: string, count: number): readonly string[] {
    const wanted = this.vectorOf(toolWords(query));
    return this.vectors
      .map((vector, tool) => ({ tool, score: product(wanted, vector) }))
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score || a.tool - b.tool)
      .slice(0, count)
      .map(({ tool }) => this.tools[tool]!.name);
  }

  /** Of length 1. */
  private vectorOf(words: readonly string[]): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + (this.rarity.get(word) ?? 0));
    const length = Math.hypot(...counts.values()) || 1;
    return new Map([...counts].map(([word, weight]) => [word, weight / length]));
  }
}

function product(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const [word, weight] of a) sum += weight * (b.get(word) ?? 0);
  return sum;
}
