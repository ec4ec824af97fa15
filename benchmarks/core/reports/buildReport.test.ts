import assert from 'node:assert/strict';
import { seededRandom } from '../seededRandom';
import { nextBatch, type SampledValue } from '../sampling';
import { buildReport } from './buildReport';
import { compareRuns } from './compareRuns';
import { madeInput, madeRecord, madeRun, madeScenarios } from './testing/madeRun';

const scenarios = madeScenarios(12);
const every = (model: string, value: (i: number) => number) =>
  scenarios.map(({ id }, i) => ({
    record: madeRecord(id, model, { value: value(i), complete: value(i) === 1 }),
  }));

describe('buildReport', () => {
  it('averages repeats before anything else', () => {
    const samples = [0, 1, 2].flatMap((repeat) =>
      every('a', (i) => (i + repeat) % 2).map(({ record }) => ({ record: { ...record, repeat } })),
    );
    const [a] = buildReport(madeInput(madeRun(['a']), scenarios, samples)).overall;
    assert.equal(a?.value?.n, 12);
    assert.ok(Math.abs(a.value.mean - 0.5) < 1e-12);
    // Values are 1/3 and 2/3 in turn: sd 0.174, not the 0.507 of single answers.
    assert.ok(a.value.high - a.value.low < 0.25);
  });

  it('counts errors, refusals and what was not measured beside, and never as zero', () => {
    const states = ['error', 'refused', 'not-measured'] as const;
    const samples = every('a', () => 1).map(({ record }, i) => ({
      record: i < 3 ? { ...record, state: states[i]!, value: undefined, complete: undefined } : record,
    }));
    const { overall, notes } = buildReport(madeInput(madeRun(['a']), scenarios, samples));
    const [a] = overall;
    assert.deepEqual([a?.errors, a?.refused, a?.notMeasured, a?.value?.mean, a?.value?.n], [1, 1, 1, 1, 9]);
    assert.equal(notes.filter((note) => note.includes('count nowhere')).length, 3);
  });

  it('has no figure, not 0, for a model without a score', () => {
    const samples = every('a', () => 1).map(({ record }) => ({
      record: { ...record, state: 'error' as const, value: undefined },
    }));
    const [a, b] = buildReport(madeInput(madeRun(['a', 'b']), scenarios, samples)).overall;
    assert.deepEqual([a?.value, a?.complete, a?.costPerSample, a?.p50Ms], [undefined, undefined, undefined, undefined]);
    assert.equal(b?.value, undefined);
  });

  it('gives metrics that only a benchmark knows, over the scenarios in which they have a meaning', () => {
    const samples = every('a', () => 1).map(({ record }, i) => ({
      record,
      metrics: { verified: 4, validSearch: i < 4 ? i / 4 : undefined, turns: i },
    }));
    const [a] = buildReport(madeInput(madeRun(['a']), scenarios, samples)).overall;
    assert.deepEqual(
      a?.further.map(({ name, value }) => [name, value.mean, value.n]),
      [
        ['validSearch', 0.375, 4],
        ['turns', 5.5, 12],
      ],
    );
    assert.ok(a.further.every(({ value }) => value.low <= value.mean && value.mean <= value.high));
  });

  it('says that answers were cut', () => {
    const samples = every('a', () => 0).map(({ record }, i) => ({ record: { ...record, truncated: i < 2 } }));
    const { overall, notes } = buildReport(madeInput(madeRun(['a']), scenarios, samples));
    assert.equal(overall[0]?.truncated, 2);
    assert.ok(notes.some((note) => note.startsWith('2 samples reached the limit of 4096 output tokens')));
  });

  it('takes metrics only where they were measured', () => {
    const samples = every('a', () => 1).map(({ record }, i) => ({
      record,
      metrics: { verified: 4, SE: i < 6 ? 0.5 : undefined, LCBS: 2.5 },
    }));
    const [a] = buildReport(madeInput(madeRun(['a']), scenarios, samples)).overall;
    assert.deepEqual([a?.verified?.mean, a?.verified?.n], [4, 12]);
    assert.deepEqual([a?.dimensions.SE?.mean, a?.dimensions.SE?.n, a?.dimensions.FC], [0.5, 6, undefined]);
    assert.equal(a?.reference?.mean, 2.5);
  });

  it('does not count what came from the cache as spent, but as the price of an answer', () => {
    const samples = every('a', () => 1).map(({ record }, i) => ({ record: { ...record, cached: i < 6 } }));
    const [a] = buildReport(madeInput(madeRun(['a']), scenarios, samples)).overall;
    assert.deepEqual([a?.cost, a?.costPerSample], [60, 10]);
  });

  it('slices by category, language and length, in order, and greys what is few', () => {
    const report = buildReport(
      madeInput(
        madeRun(['a']),
        scenarios,
        every('a', (i) => i % 2),
      ),
    );
    assert.deepEqual(
      report.byCategory.map(({ slice, value }) => [slice, value.mean, value.n]),
      [
        ['bug_investigation', 0, 6],
        ['security_analysis', 1, 6],
      ],
    );
    assert.deepEqual(
      report.byLength.map(({ slice, value }) => [slice, value.n]),
      [
        ['up to 8K', 4],
        ['16K to 32K', 4],
        ['64K to 128K', 4],
      ],
    );
    assert.ok(report.notes.some((note) => note.includes('are grey')));
  });

  it('finds the better of two models, and calls the same ones too close', () => {
    const noise = (i: number) => ((i * 7) % 5) / 50;
    const samples = [
      ...every('a', (i) => 0.8 + noise(i)),
      ...every('b', (i) => 0.3 + noise(i * 3)),
      ...every('c', (i) => 0.3 + noise(i + 2)),
    ];
    const { differences, overall } = buildReport(madeInput(madeRun(['a', 'b', 'c']), scenarios, samples));
    assert.deepEqual(
      differences.map(({ a, b, verdict }) => `${a}${b}:${verdict}`),
      ['ab:a', 'ac:a', 'bc:too-close'],
    );
    assert.deepEqual(
      overall.map(({ bestShare }) => bestShare && Math.round(bestShare * 1000) / 1000),
      [1, 0, 0],
    );
  });

  it('decides nothing over four scenarios', () => {
    const few = [...every('a', () => 1), ...every('b', () => 0)].filter(
      ({ record }) => Number(record.scenario.slice(1)) < 4,
    );
    const [difference] = buildReport(madeInput(madeRun(['a', 'b']), scenarios, few)).differences;
    assert.deepEqual([difference?.value.n, difference?.verdict], [4, 'too-few']);
  });

  it('allows for the looks of a run that its stop rule ended', () => {
    const set = madeScenarios(300);
    const random = seededRandom(2);
    const plan = { batch: 20, minimum: 20, halfWidth: 0.01, confidence: 0.95 };
    const results: SampledValue[] = [];
    for (;;) {
      const next = nextBatch({ plan, scenarios: set, models: ['a', 'b'], seed: 7, results });
      if (next.kind === 'end') break;
      for (const scenario of next.scenarios) {
        const shared = random(1000) / 2000;
        results.push({ scenario, model: 'a', value: shared + 0.2 + random(1000) / 5000 });
        results.push({ scenario, model: 'b', value: shared + random(1000) / 5000 });
      }
    }
    const run = madeRun(['a', 'b']);
    const samples = results.map(({ scenario, model, value }) => ({ record: madeRecord(scenario, model, { value }) }));
    const sampled = { ...run, configuration: { ...run.configuration, sampling: plan } };
    const looked = buildReport(madeInput(sampled, set, samples)).differences[0]!;
    const single = buildReport(madeInput(run, set, samples)).differences[0]!;
    assert.equal(looked.verdict, 'a');
    assert.ok(looked.p > single.p && looked.p <= 0.05, `${looked.p}, ${single.p}`);
    assert.ok(looked.value.high - looked.value.low > single.value.high - single.value.low);
  });

  it('leaves out and says samples of scenarios that are gone', () => {
    const samples = [...every('a', () => 1), { record: madeRecord('gone', 'a', { value: 0 }) }];
    const { overall, notes } = buildReport(madeInput(madeRun(['a']), scenarios, samples));
    assert.equal(overall[0]?.value?.mean, 1);
    assert.ok(notes.some((note) => note.includes('does not have any more')));
  });
});

describe('compareRuns', () => {
  const earlier = madeRun(['a', 'b'], { id: 'old', created: 1 });
  const later = madeRun(['a', 'c'], { id: 'new', created: 2 });
  const before = madeInput(
    earlier,
    scenarios,
    every('a', (i) => 0.2 + i / 100),
  );
  const after = madeInput(
    later,
    scenarios,
    every('a', (i) => 0.7 + ((i * 5) % 12) / 100),
  );

  it('takes the earlier from the later over shared scenarios, whatever the order given', () => {
    for (const pair of [[before, after] as const, [after, before] as const]) {
      const { differences, runs, notShared } = compareRuns(pair);
      assert.deepEqual(
        runs.map(({ id }) => id),
        ['old', 'new'],
      );
      assert.equal(notShared, 0);
      const [a] = differences;
      assert.deepEqual([a?.model, a?.a, a?.verdict, differences.length], ['a', 'new', 'a', 1]);
      assert.ok(Math.abs(a!.value.mean - 0.5) < 1e-9);
    }
  });

  it('does not take a scenario for the same whose content changed', () => {
    const edited = scenarios.map((each, i) => (i < 2 ? { ...each, hash: 'other' } : each));
    const { differences, notShared } = compareRuns([before, { ...after, scenarios: edited }]);
    assert.deepEqual([differences[0]?.value.n, notShared], [10, 2]);
  });

  it('refuses runs of different models', () => {
    const other = madeInput(
      madeRun(['z'], { created: 3 }),
      scenarios,
      every('z', () => 1),
    );
    assert.throws(() => compareRuns([before, other]), /no model in common/);
  });
});
