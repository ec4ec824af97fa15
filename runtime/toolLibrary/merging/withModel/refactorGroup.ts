import type { Verification } from '../../types';
import { functionName, type Merge } from '../plan/merge';
import { failureOf, passes } from '../refactorDuplicates';
import { codeOf } from './answerParts';
import { checkModule } from './checkModule';
import {
  blueprintPrompt,
  codePrompt,
  continued,
  exampleText,
  problemText,
  reviewPrompt,
  type GroupForModel,
} from './prompts';
import { readBlueprint } from './readBlueprint';
import { readReview, type Review } from './readReview';
import type { AskModel, Blueprint, MergingPrompt, MergingRole } from './types';

/** A module that may stand for tools of a group. */
export interface GroupCandidate {
  readonly path: string;
  readonly text: string;
  readonly merges: readonly Merge[];
  /** By tool; those of the merges all passed. */
  readonly verifications: ReadonlyMap<string, Verification>;
  /** Tools of the group that are not merged, and why. */
  readonly left: ReadonlyMap<string, string>;
  readonly rounds: number;
  /** The reviewer's last word. It takes tools away from nobody and adds none. */
  readonly review: Review['decision'] | 'none';
}

export type GroupResult = GroupCandidate | { readonly failed: string };

export interface GroupOptions {
  readonly group: GroupForModel & { readonly id: string };
  /** Where the module goes, from the collection's root. */
  readonly path: string;
  /** Names of functions that are there already. */
  readonly taken: ReadonlySet<string>;
  readonly ask: AskModel;
  /** Puts a module and its merges to the test; a tool that no adapter could be written for is told as rejected. */
  readonly verify: (text: string, merges: readonly Merge[]) => Promise<ReadonlyMap<string, Verification>>;
  /** Which of several candidates this is. */
  readonly attempt: number;
  /** Rounds of code and review; the paper has 3 (ToolLibGen, arXiv:2510.07768, section 3). */
  readonly rounds: number;
  readonly acceptWeak: boolean;
  readonly signal: AbortSignal;
  readonly progress: (done: string) => void;
  /** Told before each call. @param round of plans, or of code and review, from 1 */
  readonly asking: (role: MergingRole, round: number) => void;
}

/**
 * Blueprint, code, verification, review, and again with what was found. A reviewer's approval changes nothing about a tool that failed.
 * @returns the round in which most tools passed, or why there is none
 */
export async function refactorGroup(options: GroupOptions): Promise<GroupResult> {
  const planned = await plan(options);
  if ('failed' in planned) return planned;
  if (planned.functions.length === 0) return { failed: 'the model found nothing that belongs together' };
  return write(options, planned);
}

async function plan(options: GroupOptions): Promise<Blueprint | { readonly failed: string }> {
  const { group, taken, ask, attempt, rounds, signal, asking } = options;
  let prompt = blueprintPrompt(group);
  let problems: readonly string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    asking('blueprint', round + 1);
    const answer = await ask('blueprint', prompt, attempt, signal);
    const read = readBlueprint(answer, group.tools, taken);
    if ('blueprint' in read) return read.blueprint;
    problems = read.problems;
    prompt = continued(prompt, answer, problemText(problems));
  }
  return { failed: `no usable plan after ${String(rounds)} tries: ${problems[0] ?? ''}` };
}

async function write(options: GroupOptions, blueprint: Blueprint): Promise<GroupResult> {
  const { group, path, ask, attempt, rounds, signal, progress, asking } = options;
  let prompt = codePrompt(group, blueprint);
  let best: GroupCandidate | undefined;
  let problems: readonly string[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    asking('code', round);
    const answer = await ask('code', prompt, attempt, signal);
    const text = codeOf(answer);
    const checked = await checkModule(path, text, blueprint);
    if ('problems' in checked) problems = checked.problems;
    else {
      const { candidate, feedback } = await judge(options, blueprint, text, round);
      progress(
        `${group.topic}: round ${String(round)}, ${String(mergedCount(candidate))} of ${String(group.tools.size)} tools pass`,
      );
      if (mergedCount(candidate) > mergedCount(best)) best = candidate;
      if (feedback.length === 0) break;
      problems = feedback;
    }
    prompt = nextRound(prompt, answer, problems);
  }
  if (best === undefined || mergedCount(best) === 0) {
    return { failed: `no module stands for a tool after ${String(rounds)} rounds: ${problems[0] ?? ''}` };
  }
  return best;
}

function nextRound(prompt: MergingPrompt, answer: string, problems: readonly string[]): MergingPrompt {
  // Only the first question and the last answer: what was wrong before that is mended or told again.
  return continued({ ...prompt, turns: prompt.turns.slice(0, 1) }, answer, problemText(problems));
}

async function judge(
  { group, path, ask, verify, attempt, acceptWeak, signal, asking }: GroupOptions,
  blueprint: Blueprint,
  text: string,
  round: number,
): Promise<{ readonly candidate: GroupCandidate; readonly feedback: readonly string[] }> {
  const tools = new Map([...group.tools.values()].map((tool) => [tool.id, tool]));
  const merges = blueprint.functions.map(({ name, covers }): Merge => ({
    group: group.id,
    target: { path, access: name },
    members: covers.flatMap(({ tool: id, arguments: values }) => {
      const tool = tools.get(id);
      return tool === undefined ? [] : [{ tool, arguments: values }];
    }),
  }));
  const verifications = await verify(text, merges);
  const left = new Map(blueprint.left.map(({ tool, reason }) => [tool, reason]));
  const feedback: string[] = [];
  const passed = merges.map((merge) => ({
    ...merge,
    members: merge.members.filter(({ tool }) => {
      const found = verifications.get(tool.id);
      if (passes(found, acceptWeak)) return true;
      const example = found?.steps.find(({ outcome }) => outcome === 'failed')?.counterexample;
      left.set(tool.id, failureOf(found));
      feedback.push(`${tool.name} by ${functionName(merge.target)}: ${failureOf(found)}${exampleText(example)}`);
      return false;
    }),
  }));
  asking('reviewer', round);
  const answer = await ask('reviewer', reviewPrompt(group, text, [...verifications.values()]), attempt, signal);
  const review = readReview(answer);
  if (review?.decision === 'revise') feedback.push(...review.missing, ...review.changes);
  return {
    candidate: {
      ...{ path, text, verifications, left, rounds: round, review: review?.decision ?? 'none' },
      merges: passed.filter(({ members }) => members.length > 0),
    },
    feedback,
  };
}

export function mergedCount(candidate: GroupCandidate | undefined): number {
  return candidate?.merges.reduce((sum, { members }) => sum + members.length, 0) ?? 0;
}
