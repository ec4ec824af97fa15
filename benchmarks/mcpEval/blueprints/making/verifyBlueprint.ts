import { canonicalJson } from '../../../core/runs/canonicalJson';
import type { TaskServersOptions } from '../../servers/taskServers';
import type { Blueprint, DraftFailure } from '../blueprint';
import { checkExecution } from '../checks/checkExecution';
import { checkFormat } from '../checks/checkFormat';
import { checkPolicy } from '../checks/checkPolicy';

/** The checks that need no model, anew, and whether the calls still leave behind what is written down. @returns nothing where all holds */
export async function verifyBlueprint(each: Blueprint, servers: TaskServersOptions): Promise<readonly DraftFailure[]> {
  const { instruction, actions, outputs, tools, rules } = each;
  const draft = {
    ...{ instruction, outputs },
    actions: actions.map(({ tool_name, tool_parameters }) => ({ tool_name, tool_parameters })),
  };
  const known = tools.map((tool) => ({ ...tool, description: tool.description ?? '' }));
  const format = checkFormat(draft, { mostActions: actions.length, tools: known });
  if (format.length > 0) return format;
  const { files, stateFiles } = each;
  const { failures, executed } = await checkExecution(draft, { ...servers, files, stateFiles });
  if (executed === undefined || failures.length > 0) return failures;
  if (canonicalJson(executed.changes) !== canonicalJson(each.changes)) {
    const detail = 'The calls leave behind something else than is written down. Make the blueprint anew.';
    return [{ check: 'execution', reason: 'other-state', detail }];
  }
  return checkPolicy(rules, executed);
}
