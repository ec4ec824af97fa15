import assert from 'node:assert/strict';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import type { ApprovalRequest } from '../../runtime/agent/protocol';
import { ApprovalDesk } from './approvalDesk';

const request = (id: string): ApprovalRequest => ({
  ...{ id, conversation: 'c', tool: 'edit_file', title: 'Edit', risk: 'write', input: {}, covers: 'this tool' },
  origin: { kind: 'workspace', id: 'workspace', title: 'Workspace' },
  preview: { kind: 'input' },
});

describe('ApprovalDesk', () => {
  let states: boolean[];
  let desk: ApprovalDesk;
  let source: CancellationTokenSource;
  beforeEach(() => {
    states = [];
    desk = new ApprovalDesk((waiting) => states.push(waiting));
    source = new CancellationTokenSource();
  });
  const ask = (id: string): ReturnType<ApprovalDesk['ask']> =>
    desk.ask(request(id), 'c', () => undefined, source.token);

  it('hands the answer to who asked, and says when nothing waits any more', async () => {
    const asked = ask('1');
    assert.deepEqual(
      desk.waiting.map((each) => each.request.id),
      ['1'],
    );
    assert.ok(desk.answer('1', { kind: 'allowed', remember: 'once' }));
    assert.deepEqual(await asked, { kind: 'allowed', remember: 'once' });
    assert.deepEqual(states, [true, false]);
  });

  it('takes no second answer', async () => {
    const asked = ask('1');
    desk.answer('1', { kind: 'refused', reason: 'no' });
    assert.equal(desk.answer('1', { kind: 'allowed', remember: 'workspace' }), false);
    assert.deepEqual(await asked, { kind: 'refused', reason: 'no' });
  });

  it('a cancelled run refuses its own question', async () => {
    const asked = ask('1');
    source.cancel();
    assert.deepEqual(await asked, { kind: 'refused' });
    assert.deepEqual(desk.waiting, []);
  });

  it('nothing is put to anybody when the run was cancelled before', async () => {
    source.cancel();
    let put = 0;
    assert.deepEqual(await desk.ask(request('1'), undefined, () => (put += 1), source.token), { kind: 'refused' });
    assert.equal(put, 0);
  });

  it('refuses everything when the process is lost', async () => {
    const both = Promise.all([ask('1'), ask('2')]);
    desk.refuseAll();
    assert.deepEqual(await both, [{ kind: 'refused' }, { kind: 'refused' }]);
  });
});
