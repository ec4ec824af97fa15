import assert from 'node:assert/strict';
import { parseHostOptions } from './hostOptions';
import { defaultThreads } from './threadCount';

describe('parseHostOptions', () => {
  it('reads the command line', () => {
    assert.deepEqual(parseHostOptions(['--models-folder', '/m', '--threads', '3', '--idle-ms', '1500']), {
      modelsFolder: '/m',
      threads: 3,
      idleMs: 1500,
      provider: 'auto',
    });
    const more = parseHostOptions(['--models-folder', '/m', '--state-folder', '/s', '--provider', 'webgpu']);
    assert.deepEqual([more.stateFolder, more.provider], ['/s', 'webgpu']);
  });

  it('has defaults for all but the folder', () => {
    assert.deepEqual(parseHostOptions(['--models-folder', '/m']), {
      modelsFolder: '/m',
      threads: defaultThreads(),
      idleMs: 300_000,
      provider: 'auto',
    });
  });

  for (const [what, argv] of [
    ['no folder', []],
    ['no thread', ['--models-folder', '/m', '--threads', '0']],
    ['half a thread', ['--models-folder', '/m', '--threads', '1.5']],
    ['a time that is no number', ['--models-folder', '/m', '--idle-ms', 'soon']],
    ['a time beyond what a timer takes', ['--models-folder', '/m', '--idle-ms', '9999999999']],
    ['an unknown provider', ['--models-folder', '/m', '--provider', 'tpu']],
    ['an unknown option', ['--models-folder', '/m', '--thread', '1']],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.throws(() => parseHostOptions(argv));
    });
  }
});
