/** Whether a dialogue leads to the same states and results as the accepted one, turn by turn. */
import { right, wrong, type Verdict } from '../checking/verdict';
import type { Circumstances, Filler } from './apis/apiClass';
import { cannotEcho } from './apis/gorillaFileSystem';
import { ApiWorld } from './apiWorld';
import type { MultiTurnQuestion } from './multiTurnQuestions';
import type { PyCall } from './python/pyLiteral';
import { pyRepr } from './python/pyText';
import { pyEqual, type PyValue } from './python/pyValue';

/** Calls of each step of each turn; steps without calls are left out. */
export type TurnCalls = readonly (readonly (readonly PyCall[])[])[];

/**
 * Data from before October 2025 lets `echo` make files. Which data it is, its accepted answer tells: it only echoes into files
 * that are not there where that works.
 */
export function circumstancesOf(
  { longContext, classes, config, accepted }: MultiTurnQuestion,
  filler: Filler,
): Circumstances {
  const newer = { filler: longContext ? filler : undefined, echoCreates: false };
  if (!classes.includes('GorillaFileSystem')) return newer;
  const world = new ApiWorld(classes, config, newer);
  const results = accepted.flatMap((turn) => turn.map((call) => world.execute(call)));
  return { ...newer, echoCreates: results.some((text) => text.startsWith(`{"error": "${cannotEcho}`)) };
}

/**
 * The leaderboard's checks (`multi_turn_checker`): after each turn that has an accepted answer there must be a call in it, all
 * public attributes must be equal, and its results must be among all results so far. Calls in other turns are executed.
 *
 * @param turns fewer than the question has: the model was stopped
 */
export function checkTurns(question: MultiTurnQuestion, turns: TurnCalls, filler: Filler): Verdict {
  if (turns.length !== question.turns.length) {
    return wrong(
      'multi_turn:force_terminated',
      `There are ${turns.length} turns, and the question has ${question.turns.length}.`,
    );
  }
  const circumstances = circumstancesOf(question, filler);
  const [own, expected] = [0, 1].map(() => new ApiWorld(question.classes, question.config, circumstances));
  const results: string[] = [];
  for (const [index, accepted] of question.accepted.entries()) {
    const calls = (turns[index] ?? []).flat();
    results.push(...calls.map((call) => own!.execute(call)));
    const needed = accepted.map((call) => expected!.execute(call));
    if (accepted.length === 0) continue;
    if (calls.length === 0) {
      return wrong('multi_turn:empty_turn_model_response', `Turn ${index + 1} has no call.`);
    }
    const difference = differenceOf(own!, expected!);
    if (difference !== undefined) {
      return wrong('multi_turn:instance_state_mismatch', `After turn ${index + 1}: ${difference}`);
    }
    const missing = withoutOnes(needed, results);
    if (missing.length > 0) {
      const told = missing.map(shortened).join('; ');
      return wrong('multi_turn:execution_response_mismatch', `After turn ${index + 1} results are missing: ${told}`);
    }
  }
  return right;
}

function differenceOf(own: ApiWorld, expected: ApiWorld): string | undefined {
  const states = own.state();
  for (const [name, attributes] of expected.state()) {
    const state: Readonly<Record<string, PyValue>> = states.get(name) ?? {};
    for (const [attribute, value] of Object.entries(attributes)) {
      const other = state[attribute] ?? null;
      if (pyEqual(value, other)) continue;
      return `${name}.${attribute} is ${shortened(pyRepr(other))} and should be ${shortened(pyRepr(value))}.`;
    }
  }
  return undefined;
}

/** What is in the first list more often than in the second one. */
function withoutOnes(needed: readonly string[], given: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const text of given) left.set(text, (left.get(text) ?? 0) + 1);
  return needed.filter((text) => {
    const count = left.get(text) ?? 0;
    left.set(text, count - 1);
    return count < 1;
  });
}

const shortened = (text: string) => (text.length > 300 ? `${text.slice(0, 300)}...` : text);
