import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { ChatProcess } from '../chatProcess';
import { bundledChatHost } from './bundledHost';
import { writeScriptedChatModel } from './scriptedChatModel';

describe('scripted chat models', function () {
  this.timeout(60_000);
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'scripted-'));
  });

  after(() => rm(folder, { recursive: true, force: true }));

  for (const architecture of ['qwen2', 'llama'] as const) {
    it(`say the last reply whose character was read (${architecture})`, async () => {
      const file = path.join(folder, `${architecture}.gguf`);
      const replies = [
        { say: 'Hello. Hello, I said. Hello.' },
        { when: '~', say: '[{"name": "f", "arguments": {}}]' },
        { when: '^', say: 'Grüße!' },
      ];
      await writeScriptedChatModel(file, { architecture, replies });
      const chat = await ChatProcess.open({ file, threads: 1, contextTokens: 512 }, await bundledChatHost());
      const said = async (text: string) => {
        let answer = '';
        const messages = [{ role: 'user', content: [{ type: 'text', text }] }] as const;
        const signal = new AbortController().signal;
        await chat.generate(
          { messages, maxTokens: 60, temperature: 0 },
          (each) => (answer += each.kind === 'text' ? each.text : ''),
          signal,
        );
        return answer;
      };
      try {
        assert.equal(await said('What now?'), replies[0]?.say);
        assert.equal(await said('Call it ~ now'), replies[1]?.say);
        assert.equal(await said('First ^, then ~, and then more'), replies[2]?.say);
      } finally {
        chat.dispose();
      }
    });
  }
});
