import assert from 'node:assert/strict';
import type { ActivityEntry } from '../../webviews/activity/protocol';
import { exportActivity } from './activityExport';

const entry: ActivityEntry = {
  id: 'a',
  time: Date.UTC(2026, 10, 20, 9, 30),
  file: 'src/a, "b".ts',
  languageId: 'typescript',
  extent: 'block',
  model: 'whetstone',
  ms: { context: 1.5, denoise: 2, total: 3.5 },
  forwardPasses: 4,
  tokens: 5,
  contextTokens: 60,
  contextReused: 50,
  outcome: 'accepted',
};

describe('exportActivity', () => {
  it('writes JSON that reads back the same', () => {
    assert.deepEqual(JSON.parse(exportActivity([entry], 'json')), [entry]);
  });

  it('writes CSV with a header, quoted where needed', () => {
    assert.equal(
      exportActivity([entry], 'csv'),
      'time,file,language,extent,model,contextMs,denoiseMs,totalMs,forwardPasses,tokens,contextTokens,contextReused,outcome\r\n' +
        '2026-11-20T09:30:00.000Z,"src/a, ""b"".ts",typescript,block,whetstone,1.5,2,3.5,4,5,60,50,accepted\r\n',
    );
  });

  it('keeps a file name from being a formula', () => {
    for (const file of ['=1+1', '+1', '-1', '@A1']) {
      assert.ok(exportActivity([{ ...entry, file }], 'csv').includes(`,'${file},`));
    }
  });

  it('writes a header alone for no entries', () => {
    assert.equal(exportActivity([], 'csv').split('\r\n').length, 2);
    assert.equal(exportActivity([], 'json'), '[]\n');
  });
});
