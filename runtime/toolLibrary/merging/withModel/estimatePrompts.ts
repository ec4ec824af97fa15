import type { ToolCollection, ToolGroup, ToolRecord } from '../../types';
import { groupForModel } from './groupTools';
import { blueprintPrompt, codePrompt, reviewPrompt } from './prompts';
import type { MergingPrompt, MergingRole } from './types';

/** Text of one call that a group takes when all goes well, and of an answer as long as may be expected. */
export interface ExpectedCall {
  readonly role: MergingRole;
  /** System text and turns. */
  readonly text: string;
  /** As it will be sent; undefined where it depends on an answer before it. */
  readonly prompt: MergingPrompt | undefined;
  /** Characters. Assumed: a plan names each tool, the module is as long as half of what it stands for, a review is short. */
  readonly answer: number;
}

const charactersOfPlan = 600;
const charactersOfPlannedTool = 160;
const charactersOfReview = 300;
const shareOfCode = 0.5;

/** The calls that one candidate of a group takes where the first plan and the first module do. */
export function expectedCalls(
  { topic }: ToolGroup,
  tools: readonly ToolRecord[],
  collection: ToolCollection,
): readonly ExpectedCall[] {
  const group = groupForModel(topic, tools, collection);
  const source = tools.reduce((sum, tool) => sum + (tool.source?.text.length ?? 0), 0);
  const plan = charactersOfPlan + charactersOfPlannedTool * tools.length;
  const code = Math.ceil(shareOfCode * source) + charactersOfReview;
  const call = (role: MergingRole, prompt: MergingPrompt, more: number, answer: number): ExpectedCall => ({
    ...{ role, answer },
    prompt: more === 0 ? prompt : undefined,
    text: `${prompt.system}\n${prompt.turns.map(({ text }) => text).join('\n')}\n${' x'.repeat(more / 2)}`,
  });
  return [
    call('blueprint', blueprintPrompt(group), 0, plan),
    call('code', codePrompt(group, { functions: [], left: [] }), plan, code),
    call('reviewer', reviewPrompt(group, '', []), code, charactersOfReview),
  ];
}
