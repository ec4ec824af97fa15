import assert from 'node:assert/strict';
import path from 'node:path';
import { packageRoot } from '../../core/packageRoot';
import { parseExactJson } from '../../../runtime/functionCalling';
import { callReport } from '../evaluateCalls';
import { readQuestionSet } from '../questions';
import { checkTurns } from './checkTurns';
import { judgedDialogue } from './judgedDialogue';
import type { MultiTurnQuestion } from './multiTurnQuestions';
import { ownFiller } from './ownFiller';
import { parsePyCall } from './python/pyLiteral';
import { dialogueCorruptions, goldTurns } from './testing/dialogueCorruptions';
import { turnPrediction, type TurnPrediction } from './turnPredictions';

const fixtures = path.join(packageRoot(), 'benchmarks', 'functionCalling', 'multiTurn', 'fixtures');

async function dialogues(): Promise<readonly MultiTurnQuestion[]> {
  const set = await readQuestionSet([path.join(fixtures, 'questions.jsonl')], [path.join(fixtures, 'answers.jsonl')]);
  return set.dialogues;
}

async function dialogue(id: string): Promise<MultiTurnQuestion> {
  const found = (await dialogues()).find((each) => each.id === id);
  assert.ok(found, id);
  return found;
}

const reasonOf = (question: MultiTurnQuestion, turns: ReturnType<typeof goldTurns>) => {
  const verdict = checkTurns(question, turns, ownFiller);
  return verdict.right ? 'right' : verdict.reason;
};

describe('questions of several turns', function () {
  this.timeout(60_000);

  it('take every accepted answer for right', async () => {
    const wrong = (await dialogues()).filter((each) => reasonOf(each, goldTurns(each)) !== 'right');
    assert.deepEqual(wrong, []);
  });

  it('find each of 200 seeded corruptions of a category wrong, for its reason', async () => {
    const questions = await dialogues();
    for (const category of new Set(questions.map((each) => each.category))) {
      const members = questions.filter((each) => each.category === category);
      const made = dialogueCorruptions(members, 200, 11);
      assert.equal(made.length, 200, category);
      for (const { question, what, turns, reason } of made) {
        assert.equal(reasonOf(question, turns), reason, `${question.id}, ${what}`);
      }
    }
  });

  it('allow calls that only read, other orders of independent calls, and early results', async () => {
    const question = await dialogue('multi_turn_base_2');
    const [first, second = [], third = []] = goldTurns(question);
    const more = [[parsePyCall('list_all_following()')], ...second.toReversed(), ...third];
    const last = third.slice(0, 1);
    assert.equal(reasonOf(question, [first ?? [], second.toReversed(), [...third, more[0] ?? []]]), 'right');
    // Whom to follow is a state, so doing it a turn early is wrong.
    assert.equal(reasonOf(question, [first ?? [], more, last]), 'multi_turn:instance_state_mismatch');
  });

  it('execute what is called in turns without an accepted call, and do not check there', async () => {
    const question = await dialogue('multi_turn_miss_param_0');
    const [, ...others] = goldTurns(question);
    const harmless = [[parsePyCall('ticket_get_login_status()')]];
    assert.equal(reasonOf(question, [harmless, ...others]), 'right');
    const early = [
      [parsePyCall("ticket_login(username='eve', password='x')")],
      [parsePyCall("create_ticket('Guess')")],
    ];
    assert.equal(reasonOf(question, [early, ...others]), 'multi_turn:instance_state_mismatch');
  });

  it('let echo make files where the accepted answer needs that, as data until October 2025 does', async () => {
    const newer = await dialogue('multi_turn_base_0');
    const [first = [], second = [], third = [], last = []] = newer.accepted;
    const untouched = last.filter(({ name }) => name !== 'touch');
    const touched = goldTurns(newer);
    const older = { ...newer, accepted: [first, second, third, untouched] };
    assert.equal(reasonOf(older, touched), 'right');
    assert.equal(reasonOf(newer, goldTurns(older)), 'multi_turn:instance_state_mismatch');
  });

  it('read predictions in all forms alike', async () => {
    const question = await dialogue('multi_turn_base_4');
    const forms = [
      '[[[{"name":"ticket_login","arguments":{"username":"dana","password":"pw"}}],[{"name":"create_ticket","arguments":{"title":"Door squeaks","priority":5}}]],' +
        '[[{"name":"edit_ticket","arguments":"{\\"ticket_id\\": 3, \\"updates\\": {\\"priority\\": 4}}"},{"name":"resolve_ticket","arguments":{"ticket_id":3,"resolution":"new bulb"}}]],' +
        '[[{"name":"get_user_tickets","arguments":{"status":"open"}}]]]',
      "[[\"[ticket_login(username='dana', password='pw'), create_ticket(title='Door squeaks', priority=5)]\",\"Done.\"]," +
        '["[{\\"name\\": \\"edit_ticket\\", \\"arguments\\": {\\"ticket_id\\": 3, \\"updates\\": {\\"priority\\": 4}}}]",["resolve_ticket(3, \'new bulb\')"]],' +
        '["<tool_call>\\n{\\"name\\": \\"get_user_tickets\\", \\"arguments\\": {\\"status\\": \\"open\\"}}\\n</tool_call>"]]',
      '[[[{"ticket_login":"{\\"username\\": \\"dana\\", \\"password\\": \\"pw\\"}"}],[{"create_ticket":{"title":"Door squeaks","priority":5}}],"Your ticket is open."],' +
        '[[{"edit_ticket":{"ticket_id":3,"updates":{"priority":4}}},{"resolve_ticket":{"ticket_id":3,"resolution":"new bulb"}}]],' +
        '[[{"get_user_tickets":{"status":"open"}}],[]]]',
    ];
    for (const form of forms) {
      const prediction = turnPrediction(parseExactJson(form));
      assert.ok(prediction.kind === 'turns' && prediction.malformedSteps === 0, form);
      assert.equal(reasonOf(question, prediction.turns), 'right', form);
    }
  });

  it('are counted with their rates, and for the leaderboard when all four categories are there', async () => {
    const questions = await dialogues();
    const predictions = new Map<string, TurnPrediction>(
      questions.map((each) => [each.id, { kind: 'turns', turns: goldTurns(each), malformedSteps: 0 }]),
    );
    const base = await dialogue('multi_turn_base_0');
    const odd = ['ls(b=True)', 'nothing()', 'nothing()'].map((text) => [parsePyCall(text)]);
    predictions.set(base.id, { kind: 'turns', turns: goldTurns(base).with(3, odd), malformedSteps: 1 });
    const report = callReport(questions.map((each) => judgedDialogue(each, predictions.get(each.id), ownFiller)));
    const figures = report.byCategory.multi_turn_base!;
    const eighth = 1 / 8;
    assert.deepEqual(
      [
        figures.n,
        figures.accuracy,
        figures.malformed,
        figures.unknownFunction,
        figures.schemaViolation,
        figures.repeatedCall,
      ],
      [8, 1 - eighth, eighth, eighth, eighth, eighth],
    );
    assert.equal(report.leaderboard.multiTurn, (1 - eighth + 3) / 4);
    assert.equal(report.leaderboard.overall, undefined);
  });

  it('count a missing prediction, and an error text instead of turns, as wrong', async () => {
    const question = await dialogue('multi_turn_base_0');
    const reasons = [undefined, turnPrediction('Error during inference: out of memory')].map((each) => {
      const { verdict } = judgedDialogue(question, each, ownFiller);
      return verdict.right ? 'right' : verdict.reason;
    });
    assert.deepEqual(reasons, ['no_prediction', 'multi_turn:inference_error']);
  });
});
