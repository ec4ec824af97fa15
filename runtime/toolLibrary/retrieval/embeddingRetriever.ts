import { bestOf } from './bestOf';
import { toolText } from './toolText';
import type { Embedder, IndexedTool, RankedTool, ToolRetriever } from './types';

const batch = 64;

/** Nearest tools by the cosine of a model's vectors; exact, by a scan of all. */
export class EmbeddingRetriever<Tool extends IndexedTool> implements ToolRetriever<Tool> {
  private constructor(
    private readonly tools: readonly Tool[],
    private readonly embedder: Embedder,
    private readonly vectors: readonly Float32Array[],
  ) {}

  get name(): string {
    return this.embedder.name;
  }

  /** @throws what the embedder throws, RangeError where its vectors do not fit each other */
  static async open<Tool extends IndexedTool>(
    tools: readonly Tool[],
    embedder: Embedder,
    textOf: (tool: Tool) => string = toolText,
  ): Promise<EmbeddingRetriever<Tool>> {
    const vectors: Float32Array[] = [];
    for (let start = 0; start < tools.length; start += batch) {
      const texts = tools.slice(start, start + batch).map(textOf);
      vectors.push(...(await unitVectors(embedder, texts, vectors[0]?.length)));
    }
    return new EmbeddingRetriever(tools, embedder, vectors);
  }

  async find(query: string, count: number): Promise<readonly RankedTool<Tool>[]> {
    const [wanted] = await unitVectors(this.embedder, [query], this.vectors[0]?.length);
    if (wanted === undefined) return [];
    const scores = Float64Array.from(this.vectors, (vector) => product(vector, wanted));
    return bestOf(this.tools, scores, count);
  }
}

async function unitVectors(
  embedder: Embedder,
  texts: readonly string[],
  size: number | undefined,
): Promise<readonly Float32Array[]> {
  const vectors = await embedder.embed(texts);
  const expected = size ?? vectors[0]?.length ?? 0;
  if (vectors.length !== texts.length || vectors.some((vector) => vector.length !== expected)) {
    throw new RangeError(
      `${embedder.name} gave ${vectors.length} vectors for ${texts.length} texts, or some of another length than ${expected}.`,
    );
  }
  return vectors.map((vector) => {
    const length = Math.sqrt(product(vector, vector));
    return length > 0 ? vector.map((value) => value / length) : vector;
  });
}

function product(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += one[at]! * other[at]!;
  return sum;
}
