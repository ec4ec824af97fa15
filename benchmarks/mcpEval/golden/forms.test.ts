import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../../core/packageRoot';
import { runParity } from '../../parity/runParity';
import { mcpEvalForms } from './forms';

const fixtures = path.join(__dirname, 'fixtures');
const { signal } = new AbortController();

describe('golden file of MCPEval', () => {
  it('agrees in every value', async () => {
    const { checks, failures, unknown } = await runParity(fixtures, mcpEvalForms, signal);
    assert.deepEqual(failures, []);
    assert.deepEqual(unknown, []);
    assert.ok(checks > 300, `${checks} values`);
  });

  it('compares what was corrected with what the correction has to give, and says why', async () => {
    const { corrected } = await runParity(fixtures, mcpEvalForms, signal);
    assert.deepEqual(
      corrected.map(({ case: name }) => name),
      [
        'server_specs plain1,plain2',
        'server_specs http://127.0.0.1:8000/mcp',
        'judge_input_routing trajectory',
        'judge_input_routing completion',
      ],
    );
  });

  it('fails where a value is another one', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'mcp-golden-'));
    try {
      const golden: unknown = JSON.parse(await readFile(path.join(fixtures, 'mcpeval.json'), 'utf8'));
      const { lcs } = z.looseObject({ lcs: z.array(z.looseObject({ length: z.number() })) }).parse(golden);
      const changed = lcs.map((each, index) => ({ ...each, length: each.length + (index === 0 ? 1 : 0) }));
      await writeFile(path.join(folder, 'mcpeval.json'), JSON.stringify({ tool_matching: [], lcs: changed }));
      const { failures } = await runParity(folder, mcpEvalForms, signal);
      assert.deepEqual(
        failures.map(({ case: name }) => name),
        ['lcs 1'],
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('agrees in the whole golden file', async function () {
    const file = path.join(packageRoot(), '../shared/golden/userbench/mcpeval.json');
    if (!existsSync(file)) return this.skip();
    assert.deepEqual((await runParity(file, mcpEvalForms, signal)).failures, []);
  });
});
