import assert from 'node:assert/strict';
import { agreementWithRules, compareJudges, judgeAgreement } from './agreement';
import { RuleUser } from './rules/ruleUser';
import { ModelUser } from './model/modelUser';
import { ScriptedRoles } from './testing/scriptedRoles';

/** So many utterances for each cell. */
const pairs = (cells: readonly (readonly [number, number, number])[]) =>
  cells.flatMap(([first, second, count]) => Array.from({ length: count }, () => ({ first, second })));

describe('agreement of judges', () => {
  it("is Cohen's kappa (two raters of 50: 20, 5, 10, 15)", () => {
    const agreement = judgeAgreement(
      pairs([
        [1, 1, 20],
        [1, 2, 5],
        [2, 1, 10],
        [2, 2, 15],
      ]),
    )!;
    assert.deepEqual([agreement.n, agreement.observed, agreement.expected], [50, 0.7, 0.5]);
    assert.ok(Math.abs(agreement.kappa! - 0.4) < 1e-12);
    assert.deepEqual(agreement.table, { 1: { 1: 20, 2: 5 }, 2: { 1: 10, 2: 15 } });
    const { low, high } = agreement.interval!;
    // The normal interval with the standard error of Fleiss, Cohen and Everitt (0.1294) is 0.146 to 0.654.
    assert.ok(low > 0.1 && low < 0.2 && high > 0.6 && high < 0.7, `${low} to ${high}`);
  });

  it('has an interval over episodes, wider than over utterances that were independent', () => {
    const apart = pairs([
      [1, 1, 30],
      [2, 2, 30],
      [1, 2, 20],
    ]);
    const together = apart.map((pair, index) => ({ ...pair, episode: String(Math.floor(index / 10)) }));
    const width = (list: typeof together | typeof apart) => {
      const { low, high } = judgeAgreement(list)!.interval!;
      return high - low;
    };
    assert.ok(width(together) > 1.5 * width(apart));
    assert.equal(judgeAgreement(together)!.episodes, 8);
  });

  it('has no value where both always say the same, and none without utterances', () => {
    const same = judgeAgreement(pairs([[1, 1, 9]]))!;
    assert.deepEqual([same.observed, same.kappa, same.interval], [1, undefined, undefined]);
    assert.equal(judgeAgreement([]), undefined);
  });

  it('is the same for the same seed', () => {
    const list = pairs([
      [1, 1, 5],
      [2, 1, 3],
      [2, 2, 7],
    ]);
    assert.deepEqual(judgeAgreement(list, 4), judgeAgreement(list, 4));
  });

  it('is measured on the same utterances by letting both judge', async () => {
    const model = new ModelUser({ roles: new ScriptedRoles({ 'utterance-judge': { type: '1' } }), pauseMs: 0 });
    const question = (utterance: string) => ({
      question: { scenario: '', conversation: [], utterance, preferences: [], revealed: [], aspects: [] },
    });
    const items = [question('hello'), question('Any preferences?')];
    const agreement = (await compareJudges(new RuleUser(), model, items, new AbortController().signal))!;
    assert.deepEqual([agreement.n, agreement.observed], [2, 0.5]);
  });

  it('with rules leaves out turns in which the model did not decide', () => {
    const turn = { i: 0, choice: 'action', content: '', feedback: '', feedbackCode: '', reward: 0, ms: 0 };
    const turns = [
      { ...turn, type: 1, rulesType: 1 },
      { ...turn, type: 2, rulesType: 1 },
      { ...turn, type: 1, rulesType: 1, flags: ['user-failed'] },
      { ...turn, type: 1, rulesType: 1, flags: ['instruction-to-judge', 'rules-decided'] },
      { ...turn, type: 3, rulesType: 3, flags: ['instruction-to-judge'] },
      { ...turn },
    ] as const;
    assert.equal(agreementWithRules([{ task: 'a', seed: 1, turns }])?.n, 3);
  });
});
