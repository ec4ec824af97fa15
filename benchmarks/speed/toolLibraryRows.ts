/** Grouping and retrieval of many schemas, each beside a named rival in the same run. */
import { agnes } from 'ml-hclust';
import MiniSearch from 'minisearch';
import { seededRandom } from '../core/seededRandom';
import { median, percentile } from '../core/statistics';
import { averageLinkage, compareTools } from '../../runtime/toolLibrary/grouping';
import { Bm25Retriever, TfidfRetriever, toolText } from '../../runtime/toolLibrary/retrieval';
import type { ToolRecord } from '../../runtime/toolLibrary/types';
import { toolOfForm } from '../toolLibrary/toolForms';

export interface LibrarySpeed {
  readonly tools: number;
  readonly grouping: { readonly seconds: number; readonly peakMegabytes: number };
  /** The same distances of fewer points, as the rival is cubic. */
  readonly linkage: { readonly points: number; readonly seconds: number; readonly rivalSeconds: number };
  readonly retrieval: readonly {
    readonly name: string;
    readonly median: number;
    readonly p95: number;
    readonly n: number;
  }[];
}

const words =
  'weather forecast city price stock order invoice user account message file image video route map hotel flight ticket score match player team recipe course exam patient drug law case energy water soil plant animal star planet sensor robot paint music song film book museum report status history record schedule analysis rating level region type code'.split(
    ' ',
  );

/** Schemas whose words and sizes are like those of published collections. */
export function madeSchemas(count: number, seed: number): readonly ToolRecord[] {
  const random = seededRandom(seed);
  const word = () => words[random(words.length)]!;
  return Array.from({ length: count }, (_, at) => {
    const properties = Object.fromEntries(
      Array.from({ length: 1 + random(4) }, () => [`${word()}_${word()}`, { type: ['string', 'number'][random(2)] }]),
    );
    const description = `Get the ${word()} ${word()} of a ${word()} by ${word()} and ${word()} (${at})`;
    return toolOfForm({ name: `get_${word()}_${word()}_${at}`, description, parameters: { properties } })!;
  });
}

export async function measureToolLibrary(count: number, points: number, queries: number): Promise<LibrarySpeed> {
  const tools = madeSchemas(count, 1);
  const began = performance.now();
  await compareTools(tools);
  const seconds = (performance.now() - began) / 1000;
  const peakMegabytes = process.resourceUsage().maxRSS / 1024;
  const asked = madeSchemas(queries, 2).map(({ description }) => description);
  const rival = new MiniSearch<{ id: string; text: string }>({ fields: ['text'] });
  rival.addAll(tools.map((tool) => ({ id: tool.id, text: toolText(tool) })));
  const retrievers = [new Bm25Retriever(tools), new TfidfRetriever(tools)];
  const timed = (name: string, find: (query: string) => unknown) => {
    const times = asked.map((query) => {
      const from = performance.now();
      find(query);
      return performance.now() - from;
    });
    return { name, median: median(times), p95: percentile(times, 0.95), n: times.length };
  };
  return {
    ...{ tools: count, grouping: { seconds, peakMegabytes }, linkage: await linkageOf(points) },
    retrieval: [
      ...retrievers.map((retriever) => timed(retriever.name, (query) => retriever.find(query, 10))),
      timed('minisearch', (query) => rival.search(query).slice(0, 10)),
    ],
  };
}

async function linkageOf(points: number): Promise<LibrarySpeed['linkage']> {
  const random = seededRandom(3);
  const square = Array.from({ length: points }, () => new Array<number>(points).fill(0));
  const values = new Float32Array((points * (points - 1)) / 2);
  for (let row = 1, at = 0; row < points; row++) {
    for (let column = 0; column < row; column++, at++) {
      values[at] = random(2 ** 20) / 2 ** 20;
      square[row]![column] = square[column]![row] = values[at]!;
    }
  }
  const first = performance.now();
  await averageLinkage({ count: points, values });
  const own = performance.now();
  agnes(square, { method: 'average', isDistanceMatrix: true });
  return { points, seconds: (own - first) / 1000, rivalSeconds: (performance.now() - own) / 1000 };
}
