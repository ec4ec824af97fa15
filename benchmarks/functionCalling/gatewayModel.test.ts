import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isExactObject, parseExactJson } from '../../runtime/functionCalling';
import { createGateway, type Gateway } from '../../runtime/gateway/gateway';
import { LocalProvider } from '../../runtime/gateway/providers/localProvider';
import { openPolicy, prices } from '../../runtime/gateway/testing/gatewayFixture';
import { MemoryLedger } from '../../runtime/gateway/testing/memoryLedger';
import { ChatProcess } from '../../runtime/llama';
import { writeScriptedChatModel } from '../../runtime/llama/chat/testing/scriptedChatModel';
import { askModel } from './askModel';
import { gatewayModel } from './gatewayModel';
import { checkTurns } from './multiTurn/checkTurns';
import { readFunctionDocs } from './multiTurn/functionDocs';
import { multiTurnQuestion } from './multiTurn/multiTurnQuestions';
import { ownFiller } from './multiTurn/ownFiller';

describe('dialogues with a GGUF model of the gateway', function () {
  this.timeout(120_000);
  let folder: string;
  let gateway: Gateway;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-test-'));
    const file = path.join(folder, 'xlam.gguf');
    // It calls until a result, which alone has this sign in it, stands in the prompt.
    await writeScriptedChatModel(file, {
      name: 'xLAM-2-1b-fc-r',
      replies: [{ say: '[{"name": "get_ticket", "arguments": {"ticket_id": 3}}]' }, { when: '~', say: 'It is open.' }],
      contextTokens: 16_384,
    });
    const provider = new LocalProvider({ files: [file], threads: 1, open: (params) => ChatProcess.open(params) });
    const policy = { ...openPolicy, localOnly: true };
    gateway = createGateway({ ledger: new MemoryLedger(), prices, providers: [provider], policy });
  });

  after(async () => {
    await gateway.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  it('call, read the result, answer; are saved as they come, and not asked again', async () => {
    const line = parseExactJson(
      '{"id": "multi_turn_base_0", "question": [[{"role": "user", "content": "What about ticket 3?"}]], ' +
        '"initial_config": {"TicketAPI": {"ticket_queue": [{"id": 3, "title": "~", "status": "Open"}]}}, ' +
        '"involved_classes": ["TicketAPI"]}',
    );
    assert.ok(isExactObject(line));
    const question = multiTurnQuestion('here', 'multi_turn_base_0', line, [['get_ticket(ticket_id=3)']]);
    const model = gatewayModel(gateway, { model: 'local/xlam', modelHash: 'none', task: 'test', maxOutputTokens: 64 });
    const file = path.join(folder, 'calls.jsonl');
    const options = {
      docs: await readFunctionDocs(undefined),
      filler: ownFiller,
      mode: 'product',
      attempt: 0,
      file,
    } as const;
    const questions = { single: [], dialogues: [question] };
    const ask = () =>
      askModel(model, questions, { ...options, progress: () => undefined }, new AbortController().signal);
    const asked = (await ask()).turns.get('multi_turn_base_0');
    assert.ok(asked?.kind === 'turns');
    assert.deepEqual(checkTurns(question, asked.turns, ownFiller), { right: true });
    const used = model.used?.();
    assert.ok(used !== undefined && used.inputTokens > 100 && used.outputTokens > 0);
    const saved = '{"id": "multi_turn_base_0", "turns": [[[{"name": "get_ticket", "arguments": {"ticket_id": 3}}]]]}\n';
    assert.equal(await readFile(file, 'utf8'), saved);
    assert.deepEqual((await ask()).turns.get('multi_turn_base_0'), asked);
    assert.deepEqual(model.used?.(), used);
  });
});
