import type { Limits } from '../../../../runtime/tools/mcp';
import { sha256 } from '../../../core/runs/sha256';
import { setupOf, type ServerSetup, type ServerSource } from '../../servers/serverSetup';
import { TaskServers, type TaskTool } from '../../servers/taskServers';
import { makeChain, type ChainStep } from '../../tasks/makeChain';
import { drawFrom, seedState, type Draw, type SeedState } from '../../tasks/seedState';
import type { Persona } from '../blueprint';
import type { PolicyRule } from '../policy/policyRule';
import { drawRules, standardRules } from '../policy/standardRules';
import { personas } from './personas';
import type { Slot } from './slot';

export interface DrawOptions {
  readonly servers: readonly ServerSource[];
  /** All servers at once; else they take turns. */
  readonly together: boolean;
  readonly seed: number;
  /** Slots with the same beginning state and person. */
  readonly groupSize: number;
  /** Calls of a walk at most. */
  readonly steps: number;
  /** Standard rules of a slot at most. */
  readonly mostRules: number;
  /** Rules of the user's: they hold everywhere. */
  readonly rules: readonly PolicyRule[];
  readonly network: boolean;
  readonly limits?: Partial<Limits> | undefined;
  readonly signal: AbortSignal;
}

/** A slot, and the walk through its servers that was made for it. */
export interface DrawnSlot {
  readonly slot: Slot;
  readonly chain: readonly ChainStep[];
  /** Rules that were not drawn: a chain is held to those that it keeps. */
  readonly rulesToDraw: readonly PolicyRule[];
  readonly draw: Draw;
}

/** The user has agreed to the servers before. @throws EvaluationError not-measured where one does not start */
export async function drawSlot(index: number, options: DrawOptions): Promise<DrawnSlot> {
  const { servers, together, seed, groupSize, mostRules } = options;
  const turn = Math.floor(index / groupSize);
  const chosen = together ? servers : servers.slice(turn % servers.length).slice(0, 1);
  const groupSeed = seed * 100_003 + turn;
  const beginning = drawFrom(groupSeed);
  const state: SeedState = seedState(beginning);
  const persona: Persona = beginning.one(personas);
  const own = seed * 1_000_003 + index;
  const draw = drawFrom(own);
  const setups = await Promise.all(chosen.map(setupOf));
  const { tools, chain } = await walk({ ...options, setups, state }, draw);
  const names = chosen.map(({ name }) => name);
  const rulesToDraw = standardRules({ tools: tools.map(({ name }) => name), files: Object.keys(state.files) });
  return {
    ...{ chain, rulesToDraw, draw },
    slot: {
      id: sha256(`${names.join('+')} ${own}`).slice(0, 16),
      group: sha256(`${names.join('+')} ${groupSeed}`).slice(0, 12),
      ...{ seed: own, servers: [...names], files: { ...state.files }, stateFiles: { ...state.stateFiles } },
      tools: tools.map(({ name, description, inputSchema }) => ({
        ...{ name, description, inputSchema: { ...inputSchema } },
      })),
      walk: walkOf(chain, tools, draw),
      persona,
      rules: [...options.rules, ...drawRules(rulesToDraw, mostRules, draw)],
    },
  };
}

interface Walk {
  readonly tools: readonly TaskTool[];
  readonly chain: readonly ChainStep[];
}

const WALKS = 3;
/** Of so many walks one may be without a change where tools can make one. */
const ONLY_ASKING = 4;

/** Walks that change something are wanted more often than tools that do are there. */
async function walk(
  {
    setups,
    state,
    steps,
    network,
    limits,
    signal,
  }: Pick<DrawOptions, 'steps' | 'network' | 'limits' | 'signal'> & {
    readonly setups: readonly ServerSetup[];
    readonly state: SeedState;
  },
  draw: Draw,
): Promise<Walk> {
  const mayOnlyAsk = draw.number(ONLY_ASKING) === 0;
  for (let count = 1; ; count++) {
    const opened = await TaskServers.open({ setups, network, limits, signal, log: () => undefined, ...state });
    const { tools } = opened;
    const chain = await makeChain(opened, state, 1 + draw.number(steps), draw, signal).finally(() => opened.close());
    const changes = chain.some(({ tool }) => isWriter(tool.name));
    if (changes || mayOnlyAsk || count === WALKS || !tools.some(({ name }) => isWriter(name))) return { tools, chain };
  }
}

/** Tools of the walk, and one that writes where it has none: what only asks leaves nothing behind. */
function walkOf(chain: readonly ChainStep[], tools: readonly TaskTool[], draw: Draw): string[] {
  const walk = chain.map(({ tool }) => tool.name);
  const writers = tools.filter(({ name }) => isWriter(name));
  if (writers.length === 0 || walk.some(isWriter)) return walk;
  return [...walk, draw.one(writers).name];
}

/** By its name: servers need not say what their tools do, and it only makes a draw likelier. */
const isWriter = (name: string) =>
  /(^|[-_])(write|edit|create|add|set|update|move|delete|remove|insert|put)/i.test(name);
