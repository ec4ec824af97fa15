import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { licenceNoteOf } from './licences';

describe('licences of models', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-licences-'));
    await mkdir(path.join(folder, 'coda'));
    await writeFile(path.join(folder, 'coda', 'model.gguf'), gguf({ 'general.license': 'mit' }));
    await writeFile(path.join(folder, 'alone.gguf'), gguf({ 'general.license': 'mit' }));
    await writeFile(path.join(folder, 'cut.gguf'), 'GGUF');
    await writeFile(path.join(folder, 'silent.gguf'), gguf({ 'general.name': 'mit licensed' }));
    const source = { repository: 'Salesforce/CoDA-v0-Base', files: [], elementTypes: [] };
    await writeFile(path.join(folder, 'coda', 'whetstone-model.json'), JSON.stringify({ source }));
  });
  after(() => rm(folder, { recursive: true }));

  const note = (model: string, file?: string, said: readonly (readonly [string, string])[] = []) =>
    licenceNoteOf(model, {
      said: new Map(said),
      fileOf: () => (file === undefined ? undefined : path.join(folder, file)),
    });

  it('are what the user says before all else', async () => {
    const said = [['local/a', 'as agreed']] as const;
    assert.deepEqual(await note('local/a', 'alone.gguf', said), { licence: 'as agreed', source: 'user' });
  });

  it('are the catalogue’s for a file that came from a repository that it lists', async () => {
    assert.deepEqual(await note('local/coda', 'coda/model.gguf'), { licence: 'CC-BY-NC-4.0', source: 'catalogue' });
  });

  it('are what a file says of itself', async () => {
    assert.deepEqual(await note('local/alone', 'alone.gguf'), { licence: 'mit', source: 'file' });
  });

  it('are unknown otherwise, whatever the model is called', async () => {
    const unknown = { licence: 'unknown', source: 'unknown' };
    assert.deepEqual(await note('local/silent', 'silent.gguf'), unknown);
    assert.deepEqual(await note('openai/gpt-mit'), unknown);
    assert.deepEqual(await note('local/gone', 'gone.gguf'), unknown);
    assert.deepEqual(await note('local/cut', 'cut.gguf'), unknown);
  });
});

/** A GGUF file (version 3) without tensors, with these texts in its head. */
function gguf(texts: Readonly<Record<string, string>>): Buffer {
  const long = (value: number) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(BigInt(value));
    return bytes;
  };
  const int = (value: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return bytes;
  };
  const text = (value: string) => Buffer.concat([long(Buffer.byteLength(value)), Buffer.from(value)]);
  const entries = Object.entries(texts).flatMap(([key, value]) => [text(key), int(8), text(value)]);
  const head = Buffer.concat([Buffer.from('GGUF'), int(3), long(0), long(Object.keys(texts).length), ...entries]);
  return Buffer.concat([head, Buffer.alloc(32 - (head.length % 32))]);
}
