import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeRandomCheckpoint, type RandomModelOptions } from '../../diffusion/test/randomCheckpoint';
import type { Patience } from '../hub/retry';
import { ModelManager } from '../modelManager';
import { HubServer } from './hubServer';

/** Retries as always, but without the waiting. */
export const hasty: Patience = {
  attempts: 4,
  firstPauseMs: 5,
  longestPauseMs: 20,
  longestAskedPauseMs: 3000,
  silenceMs: 2000,
};

export const tiny = 'tiny';
const repository = 'tests/tiny-model';

/** A models folder with a catalogue of one small model that a hub on this machine serves. */
export class ModelsTest {
  private constructor(
    readonly folder: string,
    readonly files: ReadonlyMap<string, Buffer>,
    readonly hub: HubServer,
  ) {}

  static async start(options: RandomModelOptions = {}): Promise<ModelsTest> {
    const folder = await mkdtemp(path.join(tmpdir(), 'whetstone-manager-'));
    const files = await checkpointFiles(path.join(folder, 'checkpoint'), options);
    const test = new ModelsTest(folder, files, await HubServer.start(repository, files));
    await test.writeCatalogue({
      name: 'Apache License 2.0',
      spdx: 'Apache-2.0',
      hubTag: 'apache-2.0',
      needsAcceptance: false,
    });
    return test;
  }

  get models(): string {
    return path.join(this.folder, 'models');
  }

  /** A folder with the model's files, for adding. */
  get checkpoint(): string {
    return path.join(this.folder, 'checkpoint');
  }

  manager(): ModelManager {
    return new ModelManager({
      modelsFolder: this.models,
      embedded: path.resolve('media/models/embedded'),
      endpoint: this.hub.endpoint,
    });
  }

  async writeCatalogue(licence: Record<string, unknown>, more: Record<string, unknown> = {}): Promise<void> {
    const entry = {
      id: tiny,
      title: 'Tiny model',
      family: 'embedded',
      repository: { name: repository, revision: 'main' },
      licence,
      goodFor: 'Tests.',
      ...more,
    };
    await mkdir(this.models, { recursive: true });
    await writeFile(path.join(this.models, 'catalogue.json'), JSON.stringify({ models: [entry] }));
  }

  async stop(): Promise<void> {
    await this.hub.stop();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function checkpointFiles(folder: string, options: RandomModelOptions): Promise<ReadonlyMap<string, Buffer>> {
  await writeRandomCheckpoint(folder, options);
  await writeFile(path.join(folder, 'README.md'), '# Tiny\n');
  const names = (await readdir(folder)).sort();
  const files = await Promise.all(names.map(async (name) => [name, await readFile(path.join(folder, name))] as const));
  // What a repository also holds and nobody needs.
  return new Map([
    ...files,
    ['modeling_tiny.py', Buffer.from('raise SystemExit\n')],
    ['docs/a.md', Buffer.from('a\n')],
  ]);
}
