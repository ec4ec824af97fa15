/** `whetstone tools retrieve`: the tools of a library that fit requests, and how often the right one is found. */
import { Option, type Command } from 'commander';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import {
  EmbeddingRetriever,
  toolText,
  type RankedTool,
  type ToolRetriever,
} from '../../../runtime/toolLibrary/retrieval';
import { openTokenCounter } from '../../../runtime/toolLibrary/tokenCounter';
import type { ToolRecord } from '../../../runtime/toolLibrary/types';
import type { CommandOutput } from '../../core/commandOutput';
import { modelsFolder } from '../../core/packageRoot';
import { userPath } from '../../core/userFile';
import { itemsOfTools } from '../../toolLibrary/libraryItems';
import { outcomeOf } from '../../toolLibrary/queryOutcome';
import { figuresOf, type Figures } from '../../toolLibrary/retrievalFigures';
import { readToolQueries } from '../../toolLibrary/readToolQueries';
import { retrieverOf, type RetrieverName } from '../../toolLibrary/evaluateLibrary';
import type { LibraryItem, LibraryQuery } from '../../toolLibrary/types';
import { BadInputError } from '../../core/badInputError';
import { useEmbedder, withEmbedder, type EmbedderOptions } from './embedderOption';
import { integer } from '../optionValues';
import { openTools } from './collection';
import { withMcp, type McpOptions } from './mcpOption';
import { openLibrary, verifiedLibrary } from './verifiedLibrary';

interface RetrieveOptions extends McpOptions, EmbedderOptions {
  readonly library?: string;
  readonly queries: string;
  readonly retriever: RetrieverName | 'embedding';
  readonly count: number;
  readonly json?: true;
}

const looked = 100;

export function addRetrieveCommand(tools: Command, output: CommandOutput, signal: AbortSignal): void {
  withEmbedder(withMcp(tools.command('retrieve')))
    .description('find the tools of a library for each of many requests')
    .option('--library <path>', 'list of tools (JSON, JSONL), folder with tools, or folder of a refactored library')
    .requiredOption('--queries <file>', 'one {"query", "tools": [names], "calls"?} a line; Seal-Tools, MetaTool')
    .addOption(
      new Option('--retriever <name>', 'how tools are found').choices(['bm25', 'tfidf', 'embedding']).default('bm25'),
    )
    .option('--count <n>', 'tools given for each request', integer(1, looked), 5)
    .option('--json', 'print one JSON document: {retriever, tools, queries, figures, results}')
    .action(async (options: RetrieveOptions) => {
      const { items, named } = await offeredBy(options, output, signal);
      const queries = await readToolQueries(options.queries, named);
      const count = await openTokenCounter(path.join(modelsFolder(), 'embedded'));
      const found = await ranked(options, items, queries, output, signal);
      const outcomes = found.map(({ query, ranked }) =>
        outcomeOf(
          query,
          ranked.map(({ tool }) => ({ item: tool, tokens: count(tool.shown) })),
        ),
      );
      const answer = {
        ...{
          retriever: options.retriever,
          tools: items.length,
          queries: queries.length,
          figures: figuresOf(outcomes),
        },
        results: found.map(({ query, ranked }, at) => ({
          query: query.query,
          rank: outcomes[at]!.reciprocalRank === 0 ? null : Math.round(1 / outcomes[at]!.reciprocalRank),
          found: ranked.slice(0, options.count).map(({ tool: { id, name }, score }) => ({ id, name, score })),
        })),
      };
      output.answer(options.json === true, answer, () => figuresText(answer.figures));
    });
}

interface Ranked {
  readonly query: LibraryQuery;
  readonly ranked: readonly RankedTool<LibraryItem>[];
}

async function ranked(
  { retriever, embedder }: RetrieveOptions,
  items: readonly LibraryItem[],
  queries: readonly LibraryQuery[],
  output: CommandOutput,
  signal: AbortSignal,
): Promise<readonly Ranked[]> {
  const all = async (of: ToolRetriever<LibraryItem>): Promise<readonly Ranked[]> => {
    const found: Ranked[] = [];
    for (const query of queries) {
      signal.throwIfAborted();
      found.push({ query, ranked: await of.find(query.query, looked) });
    }
    return found;
  };
  if (retriever !== 'embedding') {
    if (embedder !== undefined) throw new BadInputError('--embedder is for --retriever embedding. Give both.');
    return all(retrieverOf(retriever, items));
  }
  if (embedder === undefined) {
    throw new BadInputError('--retriever embedding needs --embedder with the GGUF file of an embedding model.');
  }
  const textOf = (item: LibraryItem) => `${toolText(item)} ${item.aliases}`;
  return useEmbedder(embedder, output, signal, async (model) =>
    all(await EmbeddingRetriever.open(items, model, textOf)),
  );
}

interface Offered {
  readonly items: readonly LibraryItem[];
  /** Tools that queries may name: of a refactored library those of the collection that it was made of. */
  readonly named: readonly ToolRecord[];
}

async function offeredBy(options: RetrieveOptions, output: CommandOutput, signal: AbortSignal): Promise<Offered> {
  const { library: place, mcp } = options;
  if (place === undefined || mcp.length > 0) {
    const { tools } = await openTools({ ...options, path: place, include: [], exclude: [] }, output, signal);
    return { items: itemsOfTools(tools.filter(({ deprecated }) => deprecated !== true)), named: tools };
  }
  await userPath(place);
  const isLibrary = await stat(path.join(place, 'library.json')).then(
    () => true,
    () => false,
  );
  if (isLibrary) {
    const { before, description } = await openLibrary(place);
    const { include, exclude } = description;
    const { tools } = await openTools({ path: before, include, exclude, mcp: [] }, output, signal);
    return { items: (await verifiedLibrary(place, tools, output, signal)).after, named: tools };
  }
  const { tools } = await openTools({ path: place, include: [], exclude: [], mcp: [] }, output, signal);
  return { items: itemsOfTools(tools.filter(({ deprecated }) => deprecated !== true)), named: tools };
}

export function figuresText(figures: Figures): string {
  return Object.entries(figures)
    .map(([metric, { mean, low, high, n }]) => {
      const percent = (value: number) => (100 * value).toFixed(1);
      return `${metric.padEnd(12)} ${percent(mean)} % (${percent(low)} to ${percent(high)}, n = ${n})`;
    })
    .join('\n');
}
