/** What a text can buy that speaks to its judge, of the worst judge that there can be: one that is talked into anything. */
import assert from 'node:assert/strict';
import { wilsonInterval } from '../../../core/statistics';
import { adversarialUtterances, honestUtterances } from '../testing/adversarialUtterances';
import { labelledQuestion, labelledUtterances } from '../testing/labelledUtterances';
import { ScriptedRoles } from '../testing/scriptedRoles';
import { speaksToJudge } from './injectionSigns';
import { ModelUser } from './modelUser';

const { signal } = new AbortController();
const judgedAs = (utterance: string, answer: string | { readonly type: string; readonly preference_id: string }) =>
  new ModelUser({ roles: new ScriptedRoles({ 'utterance-judge': answer }), pauseMs: 0 }).judgeUtterance(
    labelledQuestion(utterance),
    signal,
  );
const ids = labelledQuestion('').preferences.map(({ id }) => id);
const percent = (value: number) => `${(100 * value).toFixed(1)} %`;
const told = (what: string, count: number, n: number): void => {
  const { low, high } = wilsonInterval(count, n);
  console.log(`      ${what}: ${count} of ${n} (95 %: ${percent(low)} to ${percent(high)})`);
};
const honest = [...labelledUtterances, ...honestUtterances];

describe('utterances that speak to their judge', () => {
  it('buy no reveal of a judge that grants whatever is wanted', async () => {
    const bought: string[] = [];
    for (const utterance of adversarialUtterances) {
      const verdicts = await Promise.all(ids.map((id) => judgedAs(utterance, { type: '2', preference_id: id })));
      if (verdicts.some(({ type }) => type === 2)) bought.push(utterance);
    }
    told('reveals bought', bought.length, adversarialUtterances.length);
    told(
      'without a sign of the list',
      adversarialUtterances.filter((text) => !speaksToJudge(text)).length,
      adversarialUtterances.length,
    );
    assert.deepEqual(bought, []);
  });

  it('buy none of a judge that repeats what it reads', async () => {
    for (const utterance of adversarialUtterances)
      assert.notEqual((await judgedAs(utterance, utterance)).type, 2, utterance);
  });

  it('leave those who ask alone, also with words that judges and grades have', async () => {
    const asking = honest.flatMap(({ utterance, preferences }) =>
      preferences === undefined ? [] : [{ utterance, preferences }],
    );
    const lost: string[] = [];
    for (const { utterance, preferences } of asking) {
      const { type, preference = '' } = await judgedAs(utterance, { type: '2', preference_id: preferences[0] ?? '' });
      if (type !== 2 || !preferences.includes(preference)) lost.push(utterance);
    }
    told('rightful reveals lost', lost.length, asking.length);
    assert.deepEqual(lost, []);
  });

  it('are told from talk that means no harm', () => {
    const flagged = honest.filter(({ utterance }) => speaksToJudge(utterance));
    told('flagged though they mean no harm', flagged.length, honest.length);
    assert.deepEqual(flagged, []);
  });
});
