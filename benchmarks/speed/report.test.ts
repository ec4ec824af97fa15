import assert from 'node:assert/strict';
import { tableOf, versus, type SpeedReport } from './report';

const elapsed = (...walls: number[]) => walls.map((wall) => ({ wall, cpu: wall / 2 }));

describe('speed report', () => {
  it('compares by medians', () => {
    const { n, ours, rival, ratio, cpuRatio } = versus(elapsed(1, 2, 99), 'other', elapsed(8, 8, 8));
    assert.equal(n, 3);
    assert.deepEqual([ours.p50, ours.cpuP50, rival?.name, rival?.p50], [2, 1, 'other', 8]);
    assert.deepEqual([ratio, cpuRatio], [0.25, 0.25]);
    assert.ok(Math.abs((ours.p95 ?? 0) - 89.3) < 1e-9);
  });

  it('names in its table what was not reached and what was not measured', () => {
    const report: SpeedReport = {
      machine: { cpu: 'X', cores: 2, node: 'v20', load: [0.1, 0.2] },
      model: { id: 'm', parameters: 4e6 },
      rival: { name: 'r', parameters: 4e6 },
      threads: 1,
      rows: [
        {
          id: 'a',
          what: 'first',
          unit: 'ms',
          ...versus(elapsed(5), 'r', elapsed(4)),
          target: '<= 4 ms',
          reached: false,
        },
        { id: 'b', what: 'second', unit: 'yes/no', n: 1, ours: { p50: 1 }, target: 'yes', reached: true },
      ],
      missing: ['third: no file'],
    };
    const table = tableOf(report);
    assert.match(table, /\| first \| 5\.0 ms \| 5\.0 \| r \| 4\.0 ms \| 1\.25 \|.*\| <= 4 ms: \*\*not reached\*\* \|/);
    assert.match(table, /\| second \| yes \|.*\| yes: reached \|/);
    assert.match(table, /Not measured: third: no file/);
  });
});
