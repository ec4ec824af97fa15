import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ToolDefinition } from '../../gateway/types';
import { checkToolCall } from '../checking/checkToolCall';
import { parseReply } from '../parsing/callParser';
import { callGrammar } from './callGrammar';
import { writeTinyGguf } from './testing/tinyGguf';

/** Bounded everywhere: random weights would go on writing a text for ever. */
const text = { type: 'string', maxLength: 8 };
const tools: readonly ToolDefinition[] = [
  {
    name: 'search.files',
    description: '',
    inputSchema: {
      type: 'object',
      properties: {
        pattern: text,
        count: { type: 'integer', minimum: -5, maximum: 120 },
        share: { type: 'number', minimum: 0, maximum: 1 },
        kind: { enum: ['a "b"', 3, null] },
        code: { type: 'string', pattern: '^[A-Z"-]{2}\\d?[^x]$' },
        lines: { type: 'array', items: { type: ['boolean', 'null'] }, minItems: 1, maxItems: 3 },
        where: { anyOf: [{ type: 'object', properties: { folder: text }, required: ['folder'] }, { type: 'null' }] },
        more: { type: 'object', properties: { more: text }, additionalProperties: false },
      },
      required: ['count', 'code', 'where'],
    },
  },
  { name: 'now', description: '', inputSchema: {} },
];

describe('grammars in llama.cpp', function () {
  // Loads a native library: a second on an idle machine.
  this.timeout(120_000);

  it('are read by it, and what a model writes under them is a valid call', async () => {
    const { getLlama, LlamaGrammarEvaluationState, LlamaLogLevel } = await import('node-llama-cpp');
    const folder = await mkdtemp(path.join(tmpdir(), 'whetstone-test-'));
    const llama = await getLlama({
      gpu: false,
      build: 'never',
      skipDownload: true,
      maxThreads: 1,
      logLevel: LlamaLogLevel.error,
    });
    try {
      await writeTinyGguf(path.join(folder, 'tiny.gguf'));
      const model = await llama.loadModel({ modelPath: path.join(folder, 'tiny.gguf'), gpuLayers: 0 });
      const context = await model.createContext({ contextSize: 1024, threads: { ideal: 1, min: 1 } });
      const sequence = context.getSequence();
      for (const syntax of ['xlam', 'hermes', 'llama-json', 'mistral'] as const) {
        const { gbnf, refused } = callGrammar(tools, { syntax, maxCalls: 2 });
        assert.deepEqual(refused, []);
        const grammar = await llama.createGrammar({ grammar: gbnf ?? '' });
        for (let seed = 1; seed <= 4; seed++) {
          await sequence.clearHistory();
          const grammarEvaluationState = new LlamaGrammarEvaluationState({ model, grammar });
          const tokens = [];
          const prompt = model.tokenize('x');
          for await (const token of sequence.evaluate(prompt, { temperature: 1.5, seed, grammarEvaluationState })) {
            if (model.isEogToken(token) || tokens.length > 900) break;
            tokens.push(token);
          }
          const written = model.detokenize(tokens);
          const { calls, content, malformed } = parseReply(written);
          assert.ok(calls.length > 0 && content === '' && malformed.length === 0, written);
          for (const call of calls) {
            const checked = checkToolCall(call, tools);
            assert.deepEqual(checked.kind === 'valid' ? checked.coercions : checked.problems, [], written);
          }
        }
      }
    } finally {
      await llama.dispose();
      await rm(folder, { recursive: true });
    }
  });
});
