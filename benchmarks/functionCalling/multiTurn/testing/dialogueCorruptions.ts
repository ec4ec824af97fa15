/** Right dialogues made wrong in one way each, with the reason that the checker has to give. */
import { seededRandom } from '../../../core/seededRandom';
import { ApiWorld } from '../apiWorld';
import { circumstancesOf, type TurnCalls } from '../checkTurns';
import { callText } from '../judgedDialogue';
import type { MultiTurnQuestion } from '../multiTurnQuestions';
import { ownFiller } from '../ownFiller';
import { parsePyCall, type PyCall, type PyExpression } from '../python/pyLiteral';
import { pyRepr } from '../python/pyText';

export interface DialogueCorruption {
  readonly question: MultiTurnQuestion;
  readonly what: string;
  readonly turns: TurnCalls;
  readonly reason: string;
}

type Random = (below: number) => number;
type Corrupt = (question: MultiTurnQuestion, turns: TurnCalls, random: Random) => DialogueCorruption | undefined;

/** Every accepted call as a step of its own. */
export function goldTurns({ accepted }: MultiTurnQuestion): TurnCalls {
  return accepted.map((turn) => turn.map((call) => [call]));
}

/** @returns `count` of them, drawn over questions and kinds of corruption */
export function dialogueCorruptions(
  questions: readonly MultiTurnQuestion[],
  count: number,
  seed: number,
): readonly DialogueCorruption[] {
  const random = seededRandom(seed);
  const made: DialogueCorruption[] = [];
  for (let tries = 0; made.length < count && tries < 50 * count; tries++) {
    const question = questions[random(questions.length)]!;
    const corrupted = kinds[random(kinds.length)]!(question, goldTurns(question), random);
    if (corrupted !== undefined) made.push(corrupted);
  }
  return made;
}

const stopped: Corrupt = (question, turns) => ({
  question,
  what: 'the last turn is missing',
  turns: turns.slice(0, -1),
  reason: 'multi_turn:force_terminated',
});

const silent: Corrupt = (question, turns, random) => {
  const at = answeredTurn(question, random);
  return {
    question,
    what: `no call in turn ${at + 1}`,
    turns: turns.with(at, []),
    reason: 'multi_turn:empty_turn_model_response',
  };
};

/** The last call of a turn, so that what it would have done is all that is missing there. */
const callLess: Corrupt = (question, turns, random) => {
  const at = answeredTurn(question, random);
  const calls = question.accepted[at]!;
  if (calls.length < 2) return undefined;
  return withTurn(question, turns, at, calls.slice(0, -1), `without ${callText(calls.at(-1)!)}`);
};

const otherValue: Corrupt = (question, turns, random) => {
  const at = answeredTurn(question, random);
  const calls = question.accepted[at]!;
  const last = calls.at(-1)!;
  const [name, value] = last.named[random(Math.max(1, last.named.length))] ?? [];
  if (name === undefined || value === undefined) return undefined;
  const changed = last.named.map(([key, each]): readonly [string, PyExpression] => [
    key,
    key === name ? changedValue(each) : each,
  ]);
  return withTurn(question, turns, at, calls.with(-1, { ...last, named: changed }), `another ${name}`);
};

const otherName: Corrupt = (question, turns, random) => {
  const at = answeredTurn(question, random);
  const calls = question.accepted[at]!;
  const last = calls.at(-1)!;
  return withTurn(question, turns, at, calls.with(-1, { ...last, name: `${last.name}_other` }), 'another function');
};

/** One call too many, that changes something. */
const callMore: Corrupt = (question, turns, random) => {
  const at = answeredTurn(question, random);
  const harmful = question.classes.map((name) => harm[name]).filter((each) => each !== undefined);
  const more = harmful[random(Math.max(1, harmful.length))];
  if (more === undefined) return undefined;
  return withTurn(question, turns, at, [...question.accepted[at]!, parsePyCall(more)], `also ${more}`);
};

const kinds: readonly Corrupt[] = [stopped, silent, callLess, otherValue, otherName, callMore];

const harm: Readonly<Record<string, string>> = {
  GorillaFileSystem: "mkdir(dir_name='zzqx')",
  MessageAPI: "add_contact(user_name='zzqx')",
  TicketAPI: "ticket_login(username='zzqx', password='zzqx')",
  TradingBot: "update_market_status(current_time_str='11:59 PM')",
  VehicleControlAPI: "set_navigation(destination='zzqx')",
};

function answeredTurn({ accepted }: MultiTurnQuestion, random: Random): number {
  const turns = [...accepted.keys()].filter((index) => accepted[index]!.length > 0);
  return turns[random(turns.length)]!;
}

function changedValue(value: PyExpression): PyExpression {
  if (value.kind !== 'value') return value;
  if (typeof value.value === 'string') return { kind: 'value', value: `${value.value} zzqx` };
  if (typeof value.value === 'bigint') return { kind: 'value', value: value.value + 1n };
  if (typeof value.value === 'boolean') return { kind: 'value', value: !value.value };
  return { kind: 'value', value: null };
}

/**
 * The reason follows from what the changed turn does to the objects and which results it gives, looked at here by itself.
 * @returns undefined when it does the same
 */
function withTurn(
  question: MultiTurnQuestion,
  turns: TurnCalls,
  at: number,
  calls: readonly PyCall[],
  what: string,
): DialogueCorruption | undefined {
  const before = question.accepted.slice(0, at).flat();
  const [expected, own] = [question.accepted[at]!, calls].map((each) => seen(question, before, each));
  const corrupted = { question, what: `${what} in turn ${at + 1}`, turns: turns.with(at, [calls]) };
  if (expected!.state !== own!.state) return { ...corrupted, reason: 'multi_turn:instance_state_mismatch' };
  const given = [...own!.before, ...own!.results];
  const missing = expected!.results.some((text) => !given.includes(text));
  return missing ? { ...corrupted, reason: 'multi_turn:execution_response_mismatch' } : undefined;
}

function seen(question: MultiTurnQuestion, before: readonly PyCall[], calls: readonly PyCall[]) {
  const world = new ApiWorld(question.classes, question.config, circumstancesOf(question, ownFiller));
  const results = {
    before: before.map((call) => world.execute(call)),
    results: calls.map((call) => world.execute(call)),
  };
  const state = [...world.state()].map(([name, attributes]) =>
    Object.entries(attributes).map(([key, value]) => `${name}.${key}=${pyRepr(value)}`),
  );
  return { ...results, state: state.flat().join('\n') };
}
