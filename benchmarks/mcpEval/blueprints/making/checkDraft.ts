import type { SolverContext } from '../../../core/runs/types';
import type { TaskServersOptions } from '../../servers/taskServers';
import type { CheckName, Draft, DraftFailure } from '../blueprint';
import { checkExecution, type Executed } from '../checks/checkExecution';
import { checkFormat } from '../checks/checkFormat';
import { checkPolicy } from '../checks/checkPolicy';
import { askCommittee, type CommitteeOptions, type CommitteeVerdict } from '../committee/askCommittee';
import type { Slot } from '../slots/slot';
import { joinedCalls, joinedOutputs } from './generatorPrompt';
import { canonicalJson } from '../../../core/runs/canonicalJson';
import { asJson } from '../../solving/taskContent';

export interface DraftCheckParts {
  readonly slot: Slot;
  readonly mostActions: number;
  readonly committee: CommitteeOptions;
  readonly servers: TaskServersOptions;
  readonly generateAs: SolverContext['generateAs'];
}

export interface CheckedDraft {
  readonly failures: readonly DraftFailure[];
  /** Checks that it came to, in their order; the last one failed unless there are no failures. */
  readonly reached: readonly CheckName[];
  readonly executed: Executed | undefined;
  readonly verdict: CommitteeVerdict | undefined;
}

/** Format, execution, policy, committee: each only where the one before held, since each costs more. */
export async function checkDraft(draft: Draft, parts: DraftCheckParts): Promise<CheckedDraft> {
  const { slot, mostActions, committee, servers, generateAs } = parts;
  const tools = slot.tools.map(({ name, description, inputSchema }) => ({
    ...{ name, description: description ?? '', inputSchema },
  }));
  const most = slot.joined === undefined ? mostActions : joinedCalls(slot.joined).length;
  const format = [...checkFormat(draft, { mostActions: most, tools }), ...checkJoined(draft, slot)];
  const ended = (reached: readonly CheckName[], rest: Partial<CheckedDraft>): CheckedDraft => ({
    ...{ reached, failures: [], executed: undefined, verdict: undefined, ...rest },
  });
  if (format.length > 0) return ended(['format'], { failures: format });
  const { failures, executed } = await checkExecution(draft, servers);
  if (executed === undefined || failures.length > 0) return ended(['format', 'execution'], { failures, executed });
  const broken = checkPolicy(slot.rules, executed);
  if (broken.length > 0) return ended(['format', 'execution', 'policy'], { failures: broken, executed });
  if (committee.size === 0) return ended(['format', 'execution', 'policy'], { executed });
  const verdict = await askCommittee(
    { draft, executed, persona: slot.persona, rules: slot.rules },
    committee,
    generateAs,
  );
  const reached: readonly CheckName[] = ['format', 'execution', 'policy', 'committee'];
  if (verdict.accepted) return ended(reached, { executed, verdict });
  return ended(reached, { executed, verdict, failures: [committeeFailure(verdict)] });
}

function committeeFailure({ quorum, carried }: CommitteeVerdict): DraftFailure {
  if (!quorum) {
    return { check: 'committee', reason: 'no-quorum', detail: 'Too few reviewers gave votes that can be read.' };
  }
  const detail = `A majority of the reviewers was for ${carried.join(', ') || 'none of the criteria'} only.`;
  return { check: 'committee', reason: 'voted-down', detail };
}

/** Who joins wishes may not change what is done. */
function checkJoined({ actions, outputs }: Draft, { joined }: Slot): readonly DraftFailure[] {
  if (joined === undefined) return [];
  const written = actions.map(({ tool_name: name, tool_parameters: input }) => ({ name, arguments: input }));
  const same =
    canonicalJson(asJson(written)) === canonicalJson(asJson(joinedCalls(joined))) &&
    canonicalJson([...outputs].sort()) === canonicalJson([...joinedOutputs(joined)].sort());
  if (same) return [];
  const detail = 'Calls or values to tell are not those that were given. Repeat them exactly.';
  return [{ check: 'format', reason: 'joined-changed', detail }];
}
