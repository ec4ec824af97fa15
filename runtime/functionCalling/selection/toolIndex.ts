import type { Json, ToolDefinition } from '../../gateway/types';
import { isJsonArray, isJsonObject } from '../json/exactJson';
import { toolWords } from './toolWords';

export interface RankedTool {
  readonly tool: ToolDefinition;
  /** BM25, 0 and above; comparable within one index only. */
  readonly score: number;
  /** Share of the query's words that the tool has, 0..1: comparable between indexes. */
  readonly coverage: number;
}

/** How much a word counts by where it stands. */
const weights = { name: 3, description: 1.5, parameter: 0.7, parameterDescription: 0.3 } as const;

/** Saturation and length normalisation of BM25; the usual values. */
const k1 = 1.2;
const b = 0.5;

interface Posting {
  readonly tool: number;
  readonly frequency: number;
}

/**
 * Finds tools by the words of their names, descriptions and parameters: BM25 (Robertson and Zaragoza 2009,
 * doi:10.1561/1500000019) with weighted fields (BM25F). Building reads every tool once, and tools that
 * were in an index before not at all; a look-up touches only the tools
 * that have a word of the query.
 */
export class ToolIndex {
  private readonly postings = new Map<string, Posting[]>();
  private readonly lengths: number[] = [];
  private readonly meanLength: number;

  constructor(readonly tools: readonly ToolDefinition[]) {
    tools.forEach((tool, index) => this.lengths.push(this.add(tool, index)));
    this.meanLength = this.lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, tools.length);
  }

  /** @returns at most `count` tools that have any word of the query, best first; ties in the order of the tools */
  find(query: string, count: number): readonly RankedTool[] {
    const words = new Set(toolWords(query));
    const scores = new Map<number, number>();
    const covered = new Map<number, number>();
    for (const word of words) {
      const found = this.postings.get(word) ?? [];
      const rarity = Math.log(1 + (this.tools.length - found.length + 0.5) / (found.length + 0.5));
      for (const { tool, frequency } of found) {
        const length = 1 - b + (b * this.lengths[tool]!) / this.meanLength;
        const weight = (frequency * (k1 + 1)) / (frequency + k1 * length);
        scores.set(tool, (scores.get(tool) ?? 0) + rarity * weight);
        covered.set(tool, (covered.get(tool) ?? 0) + 1);
      }
    }
    return [...scores]
      .sort(([one, first], [other, second]) => second - first || one - other)
      .slice(0, count)
      .map(([tool, score]) => ({ tool: this.tools[tool]!, score, coverage: (covered.get(tool) ?? 0) / words.size }));
  }

  private add(tool: ToolDefinition, index: number): number {
    let length = 0;
    for (const [word, frequency] of frequenciesOf(tool)) {
      length += frequency;
      const list = this.postings.get(word);
      if (list === undefined) this.postings.set(word, [{ tool: index, frequency }]);
      else list.push({ tool: index, frequency });
    }
    return length;
  }
}

/** Of tools that were read before: when one of many changes, only that one is read again. */
const read = new WeakMap<ToolDefinition, ReadonlyMap<string, number>>();

function frequenciesOf(tool: ToolDefinition): ReadonlyMap<string, number> {
  const known = read.get(tool);
  if (known !== undefined) return known;
  const frequencies = new Map<string, number>();
  const add = (text: string, weight: number) => {
    for (const word of toolWords(text)) frequencies.set(word, (frequencies.get(word) ?? 0) + weight);
  };
  add(tool.name, weights.name);
  add(tool.description, weights.description);
  addParameters(tool.inputSchema, add, 3);
  read.set(tool, frequencies);
  return frequencies;
}

/** Names, descriptions and values of parameters, also inside objects and lists. */
function addParameters(schema: Json | undefined, add: (text: string, weight: number) => void, depth: number): void {
  if (!isJsonObject(schema) || depth === 0) return;
  if (isJsonArray(schema.enum)) {
    for (const value of schema.enum) if (typeof value === 'string') add(value, weights.parameterDescription);
  }
  if (isJsonObject(schema.properties)) {
    for (const [name, member] of Object.entries(schema.properties)) {
      add(name, weights.parameter);
      if (isJsonObject(member) && typeof member.description === 'string') {
        add(member.description, weights.parameterDescription);
      }
      addParameters(member, add, depth - 1);
    }
  }
  addParameters(isJsonArray(schema.items) ? undefined : schema.items, add, depth - 1);
}
