import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { completeFolder } from './completeFolder';

describe('completeFolder', () => {
  let parent: string;
  let folder: string;

  beforeEach(() => {
    parent = mkdtempSync(path.join(os.tmpdir(), 'whetstone-complete-'));
    folder = path.join(parent, 'tool-1.0');
  });

  afterEach(() => {
    rmSync(parent, { recursive: true });
  });

  const writeTool = async (unfinished: string): Promise<void> => {
    writeFileSync(path.join(unfinished, 'tool'), 'x');
  };

  it('makes the folder under its final name and leaves nothing else behind', async () => {
    await completeFolder(folder, writeTool);
    assert.deepEqual(readdirSync(parent), ['tool-1.0']);
    assert.deepEqual(readdirSync(folder), ['tool']);
  });

  it('does not make a folder that is there', async () => {
    mkdirSync(folder);
    await completeFolder(folder, () => assert.fail('was made again'));
    assert.deepEqual(readdirSync(folder), []);
  });

  it('is not there after a failure, and is made by the next try', async () => {
    const failure = async (unfinished: string): Promise<void> => {
      await writeTool(unfinished);
      throw new Error('network');
    };
    await assert.rejects(completeFolder(folder, failure), /network/);
    assert.equal(existsSync(folder), false);
    await completeFolder(folder, writeTool);
    assert.deepEqual(readdirSync(parent), ['tool-1.0']);
  });

  it('removes what a killed process left', async () => {
    mkdirSync(`${folder}.unfinished-999999999`);
    await completeFolder(folder, writeTool);
    assert.deepEqual(readdirSync(parent), ['tool-1.0']);
  });

  it('leaves alone what a running process is making', async () => {
    const other = `${folder}.unfinished-${process.ppid}`;
    mkdirSync(other);
    await completeFolder(folder, writeTool);
    assert.equal(existsSync(other), true);
  });

  it('accepts the folder that another process finished meanwhile', async () => {
    await completeFolder(folder, async (unfinished) => {
      await writeTool(unfinished);
      mkdirSync(folder);
      writeFileSync(path.join(folder, 'tool'), 'of the other process');
    });
    assert.deepEqual(readdirSync(parent), ['tool-1.0']);
  });
});
