/** Blueprints without a model: a walk through the tools that was really made, told in words, and held to the same checks. */
import { says } from '../../tasks/answerFacts';
import { describeChain } from '../../tasks/describeChain';
import type { ChainStep } from '../../tasks/makeChain';
import { leavesOf } from '../../tasks/leaves';
import { setupOf } from '../../servers/serverSetup';
import type { Blueprint, Draft, DraftFailure } from '../blueprint';
import { checkExecution, execute, type Executed } from '../checks/checkExecution';
import { checkFormat } from '../checks/checkFormat';
import { checkPolicy } from '../checks/checkPolicy';
import { brokenRules } from '../policy/brokenRules';
import { drawRules } from '../policy/standardRules';
import { drawSlot, type DrawOptions } from '../slots/drawSlots';
import { blueprintOf } from './blueprintOf';

export type ChainResult =
  | { readonly kind: 'accepted'; readonly blueprint: Blueprint }
  | {
      readonly kind: 'rejected';
      readonly slot: string;
      readonly draft: Draft;
      readonly failures: readonly DraftFailure[];
    };

const MOST_OUTPUTS = 4;

/** @param index of the slot; the same index and seed give the same result */
export async function chainBlueprint(index: number, options: DrawOptions): Promise<ChainResult> {
  const { slot, chain, rulesToDraw, draw } = await drawSlot(index, { ...options, mostRules: 0 });
  const actions = chain.map(({ call }) => call);
  const open = { setups: await setupsOf(options, slot.servers), network: options.network, limits: options.limits };
  const fresh = {
    ...open,
    files: slot.files,
    stateFiles: slot.stateFiles,
    signal: options.signal,
    log: () => undefined,
  };
  // Runs for its answers first: what is to be told is taken from them.
  const first = actions.length === 0 ? undefined : await execute({ actions }, fresh);
  const instruction = wishOf(chain, first);
  const asked: Draft = { instruction, actions, outputs: [] };
  const draft: Draft = { ...asked, outputs: first === undefined ? [] : [...outputsOf(first, instruction)] };
  const format = checkFormat(draft, { mostActions: options.steps, tools: slot.tools.map(toolOf) });
  const rejected = (failures: readonly DraftFailure[]): ChainResult => ({
    ...{ kind: 'rejected', slot: slot.id, draft, failures },
  });
  if (format.length > 0) return rejected(format);
  const { failures, executed } = await checkExecution(draft, fresh);
  if (executed === undefined || failures.length > 0) return rejected(failures);
  const broken = checkPolicy(slot.rules, executed);
  if (broken.length > 0) return rejected(broken);
  // Rules that the walk keeps, so that an agent may follow it.
  const kept = rulesToDraw.filter((rule) => brokenRules([rule], executed).length === 0);
  const rules = [...slot.rules, ...drawRules(kept, options.mostRules, draw)];
  const generator = { kind: 'chain' as const, tries: 1, reviewers: [], note: noModel };
  return { kind: 'accepted', blueprint: blueprintOf({ ...slot, rules }, draft, executed, generator) };
}

/** In the first person: the steps as the servers describe them, since their names would give the choice of tools away. */
function wishOf(chain: readonly ChainStep[], executed: Executed | undefined): string {
  const [, ...steps] = describeChain(chain).description.split('\n');
  const head =
    steps.length === 1
      ? 'There is one thing that I need done, and nothing else.'
      : `There are ${steps.length} things that I need done, one after the other, and nothing else.`;
  const tells = executed?.actions.at(-1)?.writes === false;
  const end = tells ? 'When that is done, tell me every value that the last one gave.' : 'Tell me when it is done.';
  return [head, ...steps, end].join('\n');
}

/** What the last call tells, where it changes nothing. */
function outputsOf({ records, actions }: Executed, instruction: string): readonly string[] {
  const [record, action] = [records.at(-1), actions.at(-1)];
  if (record === undefined || action?.writes !== false) return [];
  const values = leavesOf(record).map(({ value }) => String(value).trim());
  const fit = values.filter(
    (value) => /^.{1,60}$/.test(value) && !/^(true|false|null)$/.test(value) && !says(instruction, value),
  );
  return [...new Set(fit)].filter((value) => says(record.text, value)).slice(0, MOST_OUTPUTS);
}

const noModel = { licence: 'written by no model', source: 'no-model' } as const;

async function setupsOf({ servers }: DrawOptions, names: readonly string[]) {
  return Promise.all(servers.filter(({ name }) => names.includes(name)).map(setupOf));
}

const toolOf = (tool: Blueprint['tools'][number]) => ({ ...tool, description: tool.description ?? '' });
