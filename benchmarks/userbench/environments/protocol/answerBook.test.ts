import assert from 'node:assert/strict';
import { AnswerBook, type AnswerRules } from './answerBook';
import { configurationOf } from './configuration';

const letters = new Map([
  ['H', 'hotel'],
  ['F', 'flight'],
  ['C', 'rental_car'],
]);
const aspects = [
  { key: 'hotel', letter: 'H', correctIds: ['H1', 'H2'], bestId: 'H2' },
  { key: 'flight', letter: 'F', correctIds: ['F1', 'F2'], bestId: 'F1' },
];

function book(rules: Partial<AnswerRules> = {}): AnswerBook {
  return new AnswerBook(aspects, letters, { ...configurationOf({}), ...rules });
}

const codes = (answers: AnswerBook, ...contents: readonly string[]) =>
  contents.map((content) => answers.answer(content).code);

describe('answers', () => {
  it('are best, correct or wrong, once for each aspect', () => {
    const answers = book();
    assert.deepEqual(codes(answers, 'H2', 'H1', 'F9'), ['answer_best', 'answer_aspect_closed', 'answer_wrong']);
    assert.deepEqual(answers.remainingBest, ['F1']);
    assert.deepEqual(answers.remainingCorrect, ['H1', 'F1', 'F2']);
    assert.ok(answers.isComplete);
  });

  it('may come several times for an aspect where that is allowed, and an option counts once', () => {
    const answers = book({ oneChoicePerAspect: false });
    assert.deepEqual(codes(answers, 'H1', 'H1', 'H2'), ['answer_correct', 'answer_wrong', 'answer_best']);
    assert.ok(!answers.isComplete);
    answers.answer('F1');
    assert.ok(answers.isComplete);
  });

  it('are refused where they are several, or no id', () => {
    const answers = book();
    assert.deepEqual(codes(answers, 'H1, F1', 'H1,', 'h1', 'H', 'H1x', 'Z1', '', 'option H1', 'H-1'), [
      'answer_multiple',
      'answer_multiple',
      ...Array.from({ length: 7 }, () => 'answer_bad_id'),
    ]);
    assert.deepEqual(answers.answeredLetters, []);
  });

  it('take a huge answer for one that is no id', () => {
    assert.equal(book().answer('H'.repeat(2_000_000)).code, 'answer_bad_id');
    assert.equal(book().answer('H1,'.repeat(300_000)).code, 'answer_multiple');
  });

  it('take decimal digits of any script, as Python does', () => {
    assert.equal(book().answer('H\u0661').code, 'answer_wrong');
  });

  it("for an aspect that is not the task's leave the task's own open", () => {
    const answers = book();
    codes(answers, 'C1', 'H1');
    assert.ok(!answers.isComplete);
    answers.answer('F2');
    assert.ok(answers.isComplete);
  });

  it('end too early for such an aspect by the rules of the blocking path', () => {
    const answers = book({ referenceQuirks: 'sync' });
    codes(answers, 'C1', 'H1');
    assert.ok(answers.isComplete);
  });

  it('never cost more than they are worth, so that a penalty for one shows nowhere', () => {
    assert.equal(book({ wrongChoicePenalty: 0.5 }).answer('H9').reward, 0);
  });

  describe('by the rules of the asynchronous path', () => {
    const asynchronous = (rules: Partial<AnswerRules> = {}) => book({ ...rules, referenceQuirks: 'async' });

    it('are summed without an upper limit', () => {
      const { code, reward } = asynchronous().answer('H2, F1');
      assert.deepEqual([code, reward], ['answer_best', 2]);
    });

    it('are told apart where right and wrong ones come together, and the penalty counts', () => {
      const { code, reward } = asynchronous({ wrongChoicePenalty: 0.3 }).answer('H1,F8');
      assert.equal(code, 'answer_correct_and_wrong');
      assert.ok(Math.abs(reward - 0.5) < 1e-9);
      assert.equal(asynchronous().answer('F8,H2').code, 'answer_best_and_wrong');
    });

    it('that cannot be taken stop those behind them, and what came before stays taken', () => {
      const answers = asynchronous();
      const { code, reward, accepted } = answers.answer('H2,oops,F1');
      assert.deepEqual([code, reward, accepted.map(({ id }) => id)], ['answer_bad_id', 0, ['H2']]);
      assert.deepEqual(answers.remainingBest, ['F1']);
    });

    it('never end an episode but with all the best', () => {
      const answers = asynchronous();
      codes(answers, 'H1', 'F2');
      assert.ok(!answers.isComplete);
    });
  });
});
