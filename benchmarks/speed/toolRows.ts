/** What many tools cost a request: finding the relevant ones, beside a plain scan of all. */
import { availableParallelism, cpus, loadavg } from 'node:os';
import { ToolIndex, type EmbeddedCaller } from '../../runtime/functionCalling';
import type { ToolDefinition } from '../../runtime/gateway/types';
import { ScanRival } from '../functionCalling/scanRival';
import { registryOf } from '../functionCalling/toolSelection';
import type { ToolQuery } from '../functionCalling/toolCollection';
import { callerRows } from './callerRows';
import { figure, versus, type SpeedReport, type SpeedRow } from './report';
import { stopwatch, type Elapsed } from './stopwatch';

/** Shown to the model. */
const COUNT = 10;
const WARM_UP = 50;

export interface ToolSpeedOptions {
  readonly tools: readonly ToolDefinition[];
  readonly queries: readonly ToolQuery[];
  /** How many of the tools. */
  readonly sizes: readonly number[];
  readonly repeats: number;
  /** Measured beside the retrieval baseline when it is given. */
  readonly caller?: EmbeddedCaller | undefined;
}

export async function measureTools({ tools, queries, sizes, repeats, caller }: ToolSpeedOptions): Promise<SpeedReport> {
  const loadBefore = loadavg()[0] ?? 0;
  const rows: SpeedRow[] = [];
  for (const size of sizes.filter((each) => each <= tools.length)) {
    rows.push(...rowsOf(tools.slice(0, size), queries, repeats));
    rows.push(...(await registryRows(tools.slice(0, size), queries, repeats)));
  }
  if (caller !== undefined) rows.push(...callerRows(caller, tools, queries, [10, 200], repeats));
  return {
    machine: {
      cpu: cpus()[0]?.model.trim() ?? 'unknown processor',
      cores: availableParallelism(),
      node: process.version,
      load: [loadBefore, loadavg()[0] ?? 0],
    },
    model: { id: 'index of tools', parameters: 0 },
    rival: { name: 'scan of all tools by TF-IDF' },
    threads: 1,
    rows,
    missing: [],
  };
}

function rowsOf(tools: readonly ToolDefinition[], queries: readonly ToolQuery[], repeats: number): readonly SpeedRow[] {
  // Fresh objects: tools that were read before are not read again.
  const built = Array.from({ length: 9 }, () => {
    const fresh = tools.map((tool) => ({ ...tool }));
    return { first: timed(() => new ToolIndex(fresh)), again: timed(() => new ToolIndex(fresh)) };
  });
  const index = new ToolIndex(tools);
  const scan = new ScanRival(tools);
  const ours: Elapsed[] = [];
  const rival: Elapsed[] = [];
  for (let turn = 0; turn < WARM_UP + repeats; turn++) {
    const { query } = queries[turn % queries.length]!;
    const pair = [timed(() => index.find(query, COUNT)), timed(() => scan.find(query, COUNT))] as const;
    if (turn < WARM_UP) continue;
    ours.push(pair[0]);
    rival.push(pair[1]);
  }
  const pair = versus(ours, 'scan', rival);
  const target = tools.length <= 200 ? { target: '<= 20 ms', reached: (pair.ours.p95 ?? 0) <= 20 } : {};
  return [
    {
      id: `tools-${tools.length}`,
      what: `${COUNT} of ${tools.length} tools for a request`,
      unit: 'ms',
      ...pair,
      ...target,
    },
    {
      id: `tools-index-${tools.length}`,
      what: `index of ${tools.length} tools, once`,
      unit: 'ms',
      n: built.length,
      ours: figure(built.map(({ first }) => first.wall)),
    },
    {
      id: `tools-index-again-${tools.length}`,
      what: `index of ${tools.length} tools that were read before`,
      unit: 'ms',
      n: built.length,
      ours: figure(built.map(({ again }) => again.wall)),
      ...(tools.length === 200
        ? { target: '<= 20 ms', reached: figure(built.map(({ again }) => again.wall)).p50 <= 20 }
        : {}),
    },
  ];
}

/** What the registry adds to a request: asking it whether sources changed, selecting, and the shown schemas as text. */
async function registryRows(
  tools: readonly ToolDefinition[],
  queries: readonly ToolQuery[],
  repeats: number,
): Promise<readonly SpeedRow[]> {
  const { signal } = new AbortController();
  const opened: Elapsed[] = [];
  for (let turn = 0; turn < 3; turn++) {
    // Fresh schemas: those that were compiled before are known.
    const fresh = tools.map((tool) => ({ ...tool, inputSchema: structuredClone(tool.inputSchema) }));
    const elapsed = stopwatch();
    await (await registryOf(fresh)).dispose();
    opened.push(elapsed());
  }
  const registry = await registryOf(tools);
  const requests: Elapsed[] = [];
  for (let turn = 0; turn < WARM_UP + repeats; turn++) {
    const { query } = queries[turn % queries.length]!;
    const elapsed = stopwatch();
    await registry.refresh(signal);
    const shown = registry.select(query, COUNT, []);
    JSON.stringify(shown.map(({ name, description, inputSchema }) => ({ name, description, inputSchema })));
    if (turn >= WARM_UP) requests.push(elapsed());
  }
  await registry.dispose();
  const request = figure(requests.map(({ wall }) => wall));
  return [
    {
      id: `tools-registry-${tools.length}`,
      what: `registry of ${tools.length} tools, added to a request`,
      unit: 'ms',
      n: requests.length,
      ours: request,
      ...(tools.length === 200 ? { target: '<= 20 ms', reached: (request.p95 ?? Infinity) <= 20 } : {}),
    },
    {
      id: `tools-registry-open-${tools.length}`,
      what: `registry of ${tools.length} tools, opened: schemas checked and compressed, once`,
      unit: 'ms',
      n: opened.length,
      ours: figure(opened.map(({ wall }) => wall)),
    },
  ];
}

function timed(run: () => unknown): Elapsed {
  const elapsed = stopwatch();
  run();
  return elapsed();
}
