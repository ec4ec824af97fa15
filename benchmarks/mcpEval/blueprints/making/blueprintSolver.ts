/** A model that writes a blueprint, and is told why a draft is not taken, until one is or there are no tries left. */
import type { Message } from '../../../../runtime/gateway/types';
import type { Limits } from '../../../../runtime/tools/mcp';
import type { Solution, Solver, SolverContext } from '../../../core/runs/types';
import type { ServerSetup } from '../../servers/serverSetup';
import { asJson } from '../../solving/taskContent';
import type { Blueprint, RejectedDraft } from '../blueprint';
import { readDraft } from '../checks/readDraft';
import { reviewerRole } from '../committee/askCommittee';
import { REVIEW_VERSION } from '../committee/reviewPrompt';
import type { Slot } from '../slots/slot';
import { blueprintOf } from './blueprintOf';
import { checkDraft, type CheckedDraft } from './checkDraft';
import { feedbackMessages, GENERATOR_VERSION, generatorMessages } from './generatorPrompt';
import { slotOf, type Attempt, type Making } from './makingContent';

export interface BlueprintSolverParts {
  readonly setupsOf: (slot: Slot) => Promise<readonly ServerSetup[]>;
  readonly network: boolean;
  readonly limits?: Partial<Limits> | undefined;
  /** Drafts at most. */
  readonly tries: number;
  readonly mostActions: number;
  readonly committee: number;
  readonly threshold: number;
}

/** Of drafts a slot needs, as the estimate sees it: what APIGen-MT reports (70 % with feedback, 28 % without) is about two. */
const EXPECTED_TRIES = 2;

export function blueprintSolver(parts: BlueprintSolverParts): Solver {
  const { tries, mostActions, committee, threshold } = parts;
  return {
    name: 'blueprint-author',
    version: [GENERATOR_VERSION, REVIEW_VERSION, tries, mostActions, committee, threshold].join('-'),
    preview(scenario) {
      const text = JSON.stringify(generatorMessages(slotOf(scenario), mostActions));
      const inputTokens = Math.ceil(text.length / 4);
      const calls = Math.min(tries, EXPECTED_TRIES);
      // Each reads one draft.
      const seat = { calls, inputTokens: 1_500, conversationShare: 1 / calls };
      const roles = Object.fromEntries(Array.from({ length: committee }, (_, index) => [reviewerRole(index), seat]));
      return Promise.resolve({ inputTokens, calls, assumed: ['inputTokens', 'calls'], roles });
    },
    solve: (scenario, context) => write(slotOf(scenario), parts, context),
  };
}

async function write(slot: Slot, parts: BlueprintSolverParts, context: SolverContext): Promise<Solution> {
  const { tries, mostActions, network, limits, committee: size, threshold } = parts;
  const { generateAs, signal, log } = context;
  const { files, stateFiles } = slot;
  const servers = { setups: await parts.setupsOf(slot), network, limits, files, stateFiles, signal, log };
  const messages: Message[] = [...generatorMessages(slot, mostActions)];
  const attempts: Attempt[] = [];
  let truncated = false;
  for (let number = 1; number <= tries; number++) {
    const answer = await context.generate({ messages, taskType: 'chat.design' });
    const { text, model } = answer;
    truncated = answer.finish === 'length';
    const read = readDraft(text);
    const checked: CheckedDraft =
      read.kind === 'draft'
        ? await checkDraft(read.draft, { slot, mostActions, committee: { size, threshold }, servers, generateAs })
        : { failures: [read.failure], reached: ['format'], executed: undefined, verdict: undefined };
    const { failures, executed, reached, verdict } = checked;
    context.show(asJson({ kind: 'draft', try: number, reached, failures }));
    log(`try ${number}: ${failures.map(({ check, reason }) => `${check}: ${reason}`).join(', ') || 'taken'}`);
    if (failures.length === 0 && read.kind === 'draft' && executed !== undefined) {
      attempts.push({ reached: [...reached] });
      const generator: Blueprint['generator'] = {
        ...{ kind: 'model', model, tries: number, reviewers: [], note: { licence: 'unknown', source: 'unknown' } },
        ...(verdict && { committee: { reviewers: size, score: verdict.carried.length } }),
      };
      return solutionOf(
        {
          attempts,
          taken: blueprintOf(slot, read.draft, executed, generator),
          reviews: (verdict?.reviews ?? []).map((each) => each ?? null),
        },
        truncated,
      );
    }
    const rejected: RejectedDraft = {
      ...{ slot: slot.id, try: number, model, failures: [...failures] },
      ...(read.kind === 'draft' ? { draft: read.draft } : { text: text.slice(0, LONGEST_TEXT) }),
      reviews: (verdict?.reviews ?? []).map((each) => asJson(each ?? null)),
    };
    attempts.push({ reached: [...reached], rejected });
    messages.push(...feedbackMessages(text, failures, verdict?.advice ?? []));
  }
  return solutionOf({ attempts, reviews: [] }, truncated);
}

const LONGEST_TEXT = 8_000;

function solutionOf(content: Making, truncated: boolean): Solution {
  return { text: content.taken?.instruction ?? '', content: asJson(content), truncated };
}
