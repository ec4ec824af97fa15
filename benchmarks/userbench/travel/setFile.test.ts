import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BadInputError } from '../../core/badInputError';
import { packageRoot } from '../../core/packageRoot';
import { importTravelSet } from './importTravelSet';
import { makeScenarios } from './makeScenarios';
import { makeTravelSet } from './makeTravelSet';
import { openTravelSet } from './setFile';

describe('a set of travel scenarios on the disk', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'travel-'))));
  afterEach(() => rmSync(folder, { recursive: true }));
  const { signal } = new AbortController();
  const place = (name: string) => path.join(folder, name);
  const make = (count = 12) => makeTravelSet({ set: 'travel22', count, seed: 3, folder: place('set'), signal });
  const imported = (text: string, name = 'travelgym_data_22.json') => {
    writeFileSync(place(name), text);
    return importTravelSet(place(name), place('imported'));
  };
  const refused = (work: Promise<unknown>, message: RegExp) =>
    assert.rejects(work, (error) => error instanceof BadInputError && message.test(error.message));

  it('is read as it was made, however many were made at a time', async () => {
    await make(23);
    const { scenarios, file } = await openTravelSet(place('set'));
    assert.deepEqual(scenarios, JSON.parse(JSON.stringify(makeScenarios('travel22', 23, 3))));
    assert.deepEqual([file.name, file.scenarios], ['travel22', 23]);
  });

  it('is not made again where it lies, and is where another was asked for', async () => {
    await make();
    const before = statSync(place('set/scenarios.json')).mtimeMs;
    await make();
    assert.equal(statSync(place('set/scenarios.json')).mtimeMs, before);
    await make(5);
    assert.equal((await openTravelSet(place('set'))).file.scenarios, 5);
  });

  it('is refused where its scenarios were changed', async () => {
    await make();
    const text = readFileSync(place('set/scenarios.json'), 'utf8');
    writeFileSync(place('set/scenarios.json'), text.replace('"best_id"', '"best_ids"'));
    await refused(openTravelSet(place('set')), /changed since/);
  });

  it('comes of a file of the original form, named by it', async () => {
    const { name, scenarios } = await imported(JSON.stringify(makeScenarios('travel22', 3, 1)));
    assert.deepEqual([name, scenarios], ['travel22', 3]);
    assert.equal((await openTravelSet(place('imported'))).file.origin.kind, 'imported');
  });

  it('takes the scenarios of the golden file, which have another number of options', async () => {
    const golden = path.join(packageRoot(), 'benchmarks/userbench/golden/fixtures/travelgym_episodes.json');
    const { scenarios } = JSON.parse(readFileSync(golden, 'utf8')) as { readonly scenarios: unknown };
    assert.equal((await imported(JSON.stringify(scenarios), 'own.json')).scenarios, 3);
  });

  it('is not made of other files, and says what is wrong where', async () => {
    const broken = JSON.parse(JSON.stringify(makeScenarios('travel22', 1, 1))) as Record<
      string,
      Record<string, unknown>
    >;
    const [id, scenario] = Object.entries(broken)[0]!;
    const aspect = (scenario.dimensions as string[])[0]!;
    const text = (change: Record<string, unknown>) => JSON.stringify({ [id]: { ...scenario, ...change } });
    await refused(imported('[1]'), /one JSON object.*parquet/s);
    await refused(imported('{}'), /holds no scenario/);
    await refused(imported('{"a": '), /not JSON/);
    await refused(imported(text({ [aspect]: undefined })), new RegExp(`${id.replaceAll('|', '\\|')}.*${aspect}`, 's'));
    await refused(imported(text({ dimensions: ['spaceship'] })), /dimensions/);
    const block = scenario[aspect] as Record<string, unknown>;
    await refused(imported(text({ [aspect]: { ...block, best_id: 'H99' } })), /not in "correct_ids".*best_id/s);
    await refused(
      imported(text({ [aspect]: { ...block, correct_ids: ['Q1'], best_id: 'Q1' } })),
      /none of the correct/,
    );
    await refused(importTravelSet(place('missing.json'), place('imported')), /does not exist/);
  });
});
