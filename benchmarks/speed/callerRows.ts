/** What a call without a language model costs: the embedded caller beside the retrieval baseline, in turns. */
import { ToolIndex, type EmbeddedCaller } from '../../runtime/functionCalling';
import type { ToolDefinition } from '../../runtime/gateway/types';
import { retrievedCall } from '../functionCalling/retrievalBaseline';
import type { ToolQuery } from '../functionCalling/toolCollection';
import { versus, type SpeedRow } from './report';
import { stopwatch, type Elapsed } from './stopwatch';

const WARM_UP = 50;

/** @param sizes how many of the tools; the index of them is made before */
export function callerRows(
  caller: EmbeddedCaller,
  tools: readonly ToolDefinition[],
  queries: readonly ToolQuery[],
  sizes: readonly number[],
  repeats: number,
): readonly SpeedRow[] {
  return sizes
    .filter((size) => size <= tools.length)
    .map((size) => {
      const index = new ToolIndex(tools.slice(0, size));
      const ours: Elapsed[] = [];
      const rival: Elapsed[] = [];
      for (let turn = 0; turn < WARM_UP + repeats; turn++) {
        const { query } = queries[turn % queries.length]!;
        const pair = [timed(() => caller.call(query, index)), timed(() => retrievedCall(query, index))] as const;
        if (turn < WARM_UP) continue;
        ours.push(pair[0]);
        rival.push(pair[1]);
      }
      const what = `a call of one of ${size} tools by the embedded caller`;
      return { id: `caller-${size}`, what, unit: 'ms', ...versus(ours, 'retrieval baseline', rival) };
    });
}

function timed(run: () => unknown): Elapsed {
  const elapsed = stopwatch();
  run();
  return elapsed();
}
