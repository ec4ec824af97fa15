import assert from 'node:assert/strict';
import { judgeAgreement } from '../agreement';
import { labelledQuestion, labelledUtterances } from '../testing/labelledUtterances';
import { judgeByRules } from './utteranceRules';

describe('rules beside labels by hand', () => {
  const judged = labelledUtterances.map((each) => ({
    ...each,
    verdict: judgeByRules(labelledQuestion(each.utterance)),
  }));

  it('agree far beyond chance, and by how much is told', () => {
    const { n, kappa, interval } = judgeAgreement(
      judged.map(({ type, verdict }) => ({ first: type, second: verdict.type })),
    )!;
    const { low, high } = interval!;
    console.log(`      kappa ${kappa!.toFixed(2)} (95 %: ${low.toFixed(2)} to ${high.toFixed(2)}), n = ${n}`);
    assert.ok(low > 0.7, `${kappa} from ${low}`);
  });

  it('reveal a preference only where a person would, and the right one', () => {
    const wrong = judged.filter(
      ({ preferences = [], verdict }) => verdict.type === 2 && !preferences.includes(verdict.preference ?? ''),
    );
    assert.deepEqual(wrong, []);
  });
});
