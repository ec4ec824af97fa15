import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import path from 'node:path';
import { secretSet } from '../secrets/testing/secretSet';
import { agentFixture, calls, inTurn, refusedByUser, says, textTool, type AgentFixture } from '../testing/agentFixture';
import type { StoredRun } from '../traces';
import { exportRuns } from './index';
import { shareGptRow } from './shareGpt';
import { unifiedRecord } from './unified';
import { xlamRow } from './xlamRows';

describe('exports of traces', function () {
  this.timeout(20_000);
  const root = path.resolve('/work/space');
  const secrets = secretSet.filter((_, index) => index % 6 === 0);
  let fixture: AgentFixture;
  let run: StoredRun;

  before(async () => {
    fixture = await agentFixture({
      script: inTurn(
        calls(['read', { text: path.join(root, 'src', 'a.ts') }, 'r1'], ['read', { text: 'b.ts' }, 'r2']),
        calls(['raed', { text: 'c.ts' }, 'w1']),
        calls(['write', { text: `${homedir()}/notes ${secrets[0]?.text ?? ''}` }, 'c1']),
        says(`All is in ${root}.`),
      ),
      tools: [
        textTool('read', 'read', (text) =>
          text === 'b.ts' ? 'x'.repeat(6000) : secrets.map((each) => each.text).join('\n'),
        ),
        textTool('write', 'write', () => ''),
      ],
      answer: () => refusedByUser,
    });
    const { id } = await fixture.run({
      prompt: `Look at ${root}/src/a.ts.`,
      attachments: [{ title: `${root}/c.ts`, text: `export PASSWORD=correct-horse` }],
      history: [
        { role: 'user', content: [{ type: 'text', text: 'Hello' }] },
        { role: 'assistant', content: [{ type: 'text', text: 'Hello.' }] },
      ],
    });
    run = fixture.traces.get(id);
  });
  after(() => fixture.close());

  const rows = (format: 'unified' | 'sharegpt' | 'xlam') =>
    exportRuns([run], format, { roots: [root] })
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);

  for (const format of ['unified', 'sharegpt', 'xlam'] as const) {
    it(`hold no secret and no path of this machine: ${format}`, () => {
      const text = exportRuns([run], format, { roots: [root] });
      const kept = secrets.filter(
        ({ secret }) => text.includes(secret) || text.includes(JSON.stringify(secret).slice(1, -1)),
      );
      assert.deepEqual(
        kept.map(({ what }) => what),
        [],
      );
      assert.ok(!text.includes('correct-horse'));
      assert.ok(!text.includes(root) && !text.includes(homedir()));
      assert.ok(text.includes('src/a.ts'));
    });
  }

  it('are Unified 2.0: one id a call, results in order, refusals as results', () => {
    const [row, ...others] = rows('unified');
    assert.deepEqual(others, []);
    const { conversation, tools, unique_trajectory_id, metadata } = unifiedRecord.parse(row);
    assert.equal(unique_trajectory_id, run.run.id);
    assert.deepEqual(
      conversation.map(({ role }) => role),
      [
        ...[
          'user',
          'assistant',
          'user',
          'assistant',
          'tool',
          'tool',
          'assistant',
          'tool',
          'assistant',
          'tool',
          'assistant',
        ],
      ],
    );
    assert.deepEqual(tools.map((tool) => tool.function.name).sort(), ['read', 'write']);
    assert.match(JSON.stringify(conversation[9]), /The user refused this call/);
    assert.ok(!('tool_calls' in (conversation.at(-1) ?? {})));
    assert.deepEqual(metadata.outcome, 'answered');
  });

  it('cut long bodies, and say so', () => {
    assert.match(JSON.stringify(rows('unified')), /x{4000}\\n\[cut: 2000 of 6000 characters\]/);
  });

  it('are ShareGPT as APIGen-MT has it: each call with its observation', () => {
    const { conversations, tools } = shareGptRow.parse(rows('sharegpt')[0]);
    assert.deepEqual(
      conversations.map(({ from }) => from),
      [
        ...['human', 'gpt', 'human', 'function_call', 'observation', 'function_call', 'observation'],
        ...['function_call', 'observation', 'function_call', 'observation', 'gpt'],
      ],
    );
    assert.match(conversations[3]?.value ?? '', /^\{"name": "read", "arguments": \{"text": "src/);
    assert.deepEqual(Object.keys((JSON.parse(tools) as object[])[0] ?? {}), ['name', 'description', 'parameters']);
  });

  it('are rows for xLAM: prompt, what is to be written, and no wrong call as an example', () => {
    const parsed = rows('xlam').map((row) => xlamRow.parse(row));
    assert.deepEqual(
      parsed.map(({ chosen }) => chosen.slice(0, 18)),
      ['Hello.', '[{"name": "read", ', '[{"name": "write",', 'All is in ..'].map((text) => text.slice(0, 18)),
    );
    const last = parsed.at(-1);
    assert.ok(last !== undefined);
    assert.ok(last.prompt.startsWith(`<|im_start|>system\n${run.system}\nYou have access to a set of tools.`));
    assert.ok(last.prompt.endsWith('<|im_start|>assistant\n'));
    // Wrong calls stay in the context, so that what follows can be understood.
    assert.ok(last.prompt.includes('"name": "raed"'));
    assert.equal(last.id, `${run.run.id}---11`);
  });

  it('leave out runs in which no model has said anything', () => {
    const silent = { ...run, steps: run.steps.slice(0, 1), task: { ...run.task, history: [] } };
    assert.equal(exportRuns([silent], 'unified', { roots: [] }), '');
  });
});
