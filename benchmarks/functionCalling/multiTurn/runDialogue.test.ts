import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { exactJson, isExactObject, plainJson } from '../../../runtime/functionCalling';
import { packageRoot } from '../../core/packageRoot';
import type { CallingModel, ConversationSoFar } from '../callingModel';
import type { CalledFunction } from '../predictions';
import { readQuestionSet } from '../questions';
import { trialFigures } from '../trials';
import { fillerNames } from './apis/apiClass';
import { checkTurns } from './checkTurns';
import { readFiller } from './filler';
import { readFunctionDocs } from './functionDocs';
import type { MultiTurnQuestion } from './multiTurnQuestions';
import { ownFiller } from './ownFiller';
import type { PyCall } from './python/pyLiteral';
import { toExact } from './python/pyValue';
import { runDialogue, turnPredictionLine } from './runDialogue';

const fixtures = path.join(packageRoot(), 'benchmarks', 'functionCalling', 'multiTurn', 'fixtures');

async function dialogues(): Promise<readonly MultiTurnQuestion[]> {
  const set = await readQuestionSet([path.join(fixtures, 'questions.jsonl')], [path.join(fixtures, 'answers.jsonl')]);
  return set.dialogues;
}

/** Named arguments, as models give them. */
function asModelsCall(call: PyCall, names: readonly string[]): CalledFunction {
  const given = [...call.positional.map((value, index) => [names[index] ?? '', value] as const), ...call.named];
  const values = given.map(([name, value]) => [name, value.kind === 'value' ? toExact(value.value) : null] as const);
  return { name: call.name, arguments: new Map(values) };
}

/** Calls what is accepted, one call a step, as far as it has the tools; says something at the end of a turn. */
function goldModel(question: MultiTurnQuestion, seen: ConversationSoFar[]): NonNullable<CallingModel['reply']> {
  let [turn, step] = [0, 0];
  return (asked) => {
    seen.push({ ...asked, messages: [...asked.messages] });
    const next = question.accepted[turn]?.[step];
    const tool = asked.tools.find(({ name }) => name === next?.name);
    if (next === undefined || tool === undefined) {
      [turn, step] = [turn + 1, 0];
      return Promise.resolve({ text: 'Done.', calls: [], malformed: false });
    }
    step++;
    const names = Object.keys(Object(tool.inputSchema.properties) as Record<string, unknown>);
    return Promise.resolve({ text: '', calls: [asModelsCall(next, names)], malformed: false });
  };
}

const signal = new AbortController().signal;

describe('dialogues with a model', () => {
  it('lead to the accepted states when the accepted calls are made step by step', async () => {
    const docs = await readFunctionDocs(undefined);
    for (const question of await dialogues()) {
      const options = { docs, filler: ownFiller, mode: 'product', attempt: 0 } as const;
      const ran = await runDialogue(question, goldModel(question, []), options, signal);
      assert.ok(ran.kind === 'turns');
      assert.deepEqual(checkTurns(question, ran.turns, ownFiller), { right: true }, question.id);
    }
  });

  it('hand missing functions in later, as tools or as text, and never the excluded ones', async () => {
    const question = (await dialogues()).find(({ id }) => id === 'multi_turn_miss_func_0')!;
    const docs = await readFunctionDocs(undefined);
    const added = 'I have updated some more functions you can choose from. What about now?';
    for (const mode of ['product', 'harness'] as const) {
      const seen: ConversationSoFar[] = [];
      await runDialogue(question, goldModel(question, seen), { docs, filler: ownFiller, mode, attempt: 0 }, signal);
      const has = (name: string) => seen.map(({ tools }) => tools.some((tool) => tool.name === name));
      assert.deepEqual(new Set(has('rm')), new Set([false]));
      const product = mode === 'product';
      assert.deepEqual([has('cp')[0], has('cp').at(-1)], [false, product]);
      const told = seen
        .at(-1)
        ?.messages.flatMap(({ content }) => content.map((part) => ('text' in part ? part.text : '')));
      const sentence = told?.find((text) => text.includes(added)) ?? '';
      assert.equal(sentence === added, product);
      if (!product) assert.match(sentence, /^\[\{'name': 'cp', 'description': '.*\}\]\nI have updated/);
    }
  });

  it('tell results by their calls, and stop a model that never stops', async () => {
    const question = (await dialogues()).find(({ id }) => id === 'multi_turn_base_0')!;
    const docs = await readFunctionDocs(undefined);
    let last: ConversationSoFar | undefined;
    let asked = 0;
    const restless: NonNullable<CallingModel['reply']> = (so) => {
      last = so;
      asked++;
      return Promise.resolve({ text: '', calls: [{ name: 'pwd', arguments: new Map() }], malformed: asked === 3 });
    };
    const options = { docs, filler: ownFiller, mode: 'product', attempt: 0 } as const;
    const ran = await runDialogue(question, restless, options, signal);
    assert.ok(ran.kind === 'turns');
    assert.deepEqual([asked, ran.turns.length, ran.malformedSteps], [21, 0, 1]);
    const verdict = checkTurns(question, ran.turns, ownFiller);
    assert.equal(verdict.right ? 'right' : verdict.reason, 'multi_turn:force_terminated');
    const result = last?.messages.at(-1)?.content[0];
    assert.deepEqual(result, {
      type: 'tool-result',
      id: '0.20.0',
      name: 'pwd',
      output: '{"current_working_directory": "/home"}',
    });
  });

  it('are saved in the form that predictions have', async () => {
    const call = { name: 'cd', positional: [], named: [['folder', { kind: 'value', value: 'a' }]] } as const;
    const line = turnPredictionLine('multi_turn_base_0', { kind: 'turns', turns: [[[call]]], malformedSteps: 0 });
    assert.equal(line, '{"id": "multi_turn_base_0", "turns": [[[{"name": "cd", "arguments": {"folder": "a"}}]]]}\n');
  });

  it("read the leaderboard's own descriptions and filler", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'whetstone-test-'));
    try {
      const described = { name: 'f', description: 'd', parameters: { type: 'dict', properties: {} }, response: {} };
      const names = ['gorilla_file_system', 'math_api', 'message_api', 'posting_api', 'ticket_api'];
      for (const name of [...names, 'trading_bot', 'travel_booking', 'vehicle_control']) {
        await writeFile(path.join(folder, `${name}.json`), `${JSON.stringify(described)}\n`);
      }
      const docs = await readFunctionDocs(folder);
      const [first] = docs.get('TwitterAPI') ?? [];
      assert.deepEqual(first && Object.keys(Object(plainJson(first)) as object), ['name', 'description', 'parameters']);
      const file = path.join(folder, 'long_context.py');
      await writeFile(file, '# filler\nWATCH_LIST_EXTENSION = ["A",  \'B\', ...]\n');
      await assert.rejects(readFiller(file), /does not set TRANSACTION_HISTORY_EXTENSION/);
      await writeFile(file, fillerNames.map((name) => `# x\n${name} = {'a': ["b" 'c', 1.5, ...]}\n`).join('\n'));
      const value = (await readFiller(file))('MA_5_EXTENSION');
      assert.ok(value instanceof Map && Array.isArray(value.get('a')));
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('describe all functions of their own in JSON Schema', async () => {
    const docs = await readFunctionDocs(undefined);
    const counts = [...docs].map(([name, each]) => `${name} ${each.length}`);
    assert.deepEqual(counts, [
      'GorillaFileSystem 18',
      'MathAPI 17',
      'MessageAPI 10',
      'TwitterAPI 14',
      'TicketAPI 9',
      'TradingBot 21',
      'TravelAPI 18',
      'VehicleControlAPI 22',
    ]);
    const [echo] = (docs.get('GorillaFileSystem') ?? []).filter((each) => each.get('name') === 'echo');
    const expected = exactJson({
      type: 'object',
      required: ['content'],
      properties: { content: { type: 'string' }, file_name: { type: 'string', default: null } },
    });
    const parameters = echo?.get('parameters');
    assert.ok(isExactObject(parameters));
    assert.deepEqual(plainJson(parameters), plainJson(expected));
  });
});

describe('tries at the same questions', () => {
  it('pass all together by pass^k', () => {
    const right = [
      [true, true, false],
      [true, false, false],
      [true, true, false],
      [true, false, true],
    ];
    const { trials, passAll } = trialFigures(right);
    assert.equal(trials, 4);
    assert.equal(passAll['1'], (1 + 0.5 + 0.25) / 3);
    assert.equal(passAll['2'], (1 + 1 / 6) / 3);
    assert.equal(passAll['4'], 1 / 3);
  });
});
