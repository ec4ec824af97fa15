import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openRepositoryIndex } from '../../../../runtime/repository';
import { architectureMaker } from '../architecture/architectureMaker';
import { securityMaker } from '../security/securityMaker';
import { estimatedTokens } from '../context/tokenCounter';
import { scenarioSchema } from '../../reference/scenario';
import { openScenarioSet } from '../set/readSet';
import { layeredProject } from '../testing/layeredProject';
import { memoryIndex } from '../testing/memoryIndex';
import { writeLayeredProject } from '../testing/writeLayeredProject';
import { generateScenarios } from './generateScenarios';
import type { GenerateRequest } from './types';

describe('Making a set of scenarios', () => {
  let root: string;
  beforeEach(() => (root = mkdtempSync(path.join(tmpdir(), 'whetstone-generate-'))));
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const generate = (folder: string, changes: Partial<GenerateRequest> = {}) =>
    generateScenarios({
      index: memoryIndex(path.join(root, 'project'), layeredProject(8)),
      makers: [architectureMaker],
      categories: ['architectural_understanding'],
      count: 12,
      seed: 5,
      folder: path.join(root, folder),
      lengths: [2000, 8000],
      languages: [],
      distractors: 'near',
      counter: estimatedTokens,
      grader: undefined,
      phrase: undefined,
      signal: new AbortController().signal,
      onProgress: () => undefined,
      ...changes,
    });
  const bytes = (folder: string) => {
    const scenarios = path.join(root, folder, 'scenarios');
    return readdirSync(scenarios)
      .sort()
      .map((name) => [name, readFileSync(path.join(scenarios, name), 'utf8')]);
  };

  it('gives the same bytes for the same seed', async () => {
    await generate('one');
    await generate('two');
    assert.deepEqual(bytes('one'), bytes('two'));
  });

  it('gives other scenarios for another seed', async () => {
    await generate('one');
    await generate('two', { seed: 6 });
    assert.notDeepEqual(bytes('one'), bytes('two'));
  });

  it('is read again as it was written, and each file fills the published form', async () => {
    const { set } = await generate('one');
    const open = await openScenarioSet(path.join(root, 'one'));
    await open.verify();
    assert.deepEqual(open.set.scenarios, set.scenarios);
    for (const [name = '', text = ''] of bytes('one')) {
      const scenario = scenarioSchema.parse(JSON.parse(text));
      assert.equal(`${scenario.id}.json`, name);
      assert.match(scenario.id, /^typescript_/);
      assert.ok(scenario.context_length > 0 && scenario.metadata.information_coverage !== undefined);
    }
  });

  it('admits only what its reference solves and doing nothing does not', async () => {
    const { set } = await generate('one');
    const open = await openScenarioSet(path.join(root, 'one'));
    for (const { id } of set.scenarios) {
      const loaded = await open.scenario(id);
      assert.ok(loaded.kind === 'verified');
      const { admission } = loaded.facts;
      assert.equal(admission.how, 'facts');
      assert.equal(admission.stubs.find(({ kind }) => kind === 'nothing')?.value, 0);
      assert.ok(admission.stubs.every(({ value }) => value < 1));
    }
  });

  it('mixes kinds of questions and lengths', async () => {
    const { set } = await generate('one');
    const open = await openScenarioSet(path.join(root, 'one'));
    const kinds = new Set<string>();
    for (const { id } of set.scenarios) {
      const loaded = await open.scenario(id);
      if (loaded.kind === 'verified') kinds.add(`${loaded.facts.kind} ${loaded.facts.context.targetTokens}`);
    }
    assert.ok(kinds.size >= 6, [...kinds].join());
  });

  it('says which lengths the repository is too small for', async () => {
    const { notices } = await generate('one', { lengths: [1_000_000] });
    assert.ok(
      notices.some((each) => each.includes('1000000 tokens have at most')),
      notices.join('\n'),
    );
  });

  it('says where the repository gives no more', async () => {
    const { set, notices } = await generate('one', { count: 5000 });
    assert.ok(set.scenarios.length < 5000 && notices.some((each) => each.includes('of 5000')));
  });

  it('tells a damaged scenario from a whole one', async () => {
    const { set } = await generate('one');
    const [entry] = set.scenarios;
    const file = path.join(root, 'one', 'scenarios', `${entry!.id}.json`);
    writeFileSync(file, readFileSync(file, 'utf8').replace('"title": "', '"title": "x'));
    const open = await openScenarioSet(path.join(root, 'one'));
    await assert.rejects(open.scenario(entry!.id), /is damaged: it is not what the set says/);
  });

  it('tells a damaged snapshot from a whole one', async () => {
    const { set } = await generate('one');
    const file = path.join(root, 'one', 'snapshot', set.files['src/core/core.ts']!.hash);
    writeFileSync(file, 'other');
    const open = await openScenarioSet(path.join(root, 'one'));
    await assert.rejects(open.text('src/core/core.ts'), /has another content/);
  });

  it('does not overwrite a set of another call', async () => {
    await generate('one');
    await assert.rejects(generate('one', { seed: 6 }), /another call/);
  });

  it('does not write into a folder that holds something else', async () => {
    await assert.rejects(generate('project'), /is not empty/);
  });

  it('goes on where a call was interrupted', async () => {
    await generate('whole');
    const cancel = new AbortController();
    const interrupted = generate('one', {
      signal: cancel.signal,
      onProgress: ({ done }) => done >= 3 && cancel.abort(),
    });
    await assert.rejects(interrupted);
    await assert.rejects(openScenarioSet(path.join(root, 'one')), /no finished set/);
    await generate('one');
    assert.deepEqual(bytes('one'), bytes('whole'));
  });

  it('goes on, with the files as they were, when somebody saves them meanwhile', async () => {
    const project = path.join(root, 'saved-project');
    writeLayeredProject(project, 8);
    const index = await openRepositoryIndex({ root: project, folder: path.join(root, 'db') });
    try {
      const changes = { index, makers: [securityMaker], categories: ['security_analysis'] as const, count: 4 };
      await generate('quiet', changes);
      let saved = 0;
      const onProgress: GenerateRequest['onProgress'] = ({ stage }) => {
        if (stage !== 'make' || saved > 0) return;
        for (const { path: file } of index.files()) {
          appendFileSync(path.join(project, file), '\n// saved\n');
          saved += 1;
        }
      };
      const { set } = await generate('saved', { ...changes, onProgress });
      assert.ok(saved > 0 && set.scenarios.length > 1);
      assert.deepEqual(bytes('saved'), bytes('quiet'));
    } finally {
      await index.close();
    }
  }).timeout(60_000);
});
