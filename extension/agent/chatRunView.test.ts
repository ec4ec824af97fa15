import assert from 'node:assert/strict';
import type { AgentEvent, RunStatus, TraceRun, TraceStep } from '../../runtime/agent/protocol';
import { ChatRunView, endText } from './chatRunView';

const l10n = {
  t: (message: string, ...args: readonly (string | number)[]) =>
    message.replace(/\{(\d+)\}/g, (_, index: string) => String(args[Number(index)])),
};

type ToolStep = Extract<TraceStep, { kind: 'tool' }>;

const tool = (changes: Partial<ToolStep> = {}): AgentEvent => ({
  type: 'step',
  step: {
    ...{ kind: 'tool', index: 2, started: 0, milliseconds: 5, id: 't', name: 'read_file', origin: undefined },
    ...{ risk: 'read', input: { path: 'a.ts' }, output: 'text', isError: false, outcome: 'ran', approval: 'free' },
    ...changes,
  },
});

describe('ChatRunView', () => {
  let written: string;
  let progress: string[];
  let view: ChatRunView;
  beforeEach(() => {
    written = '';
    progress = [];
    view = new ChatRunView(
      { markdown: (text) => (written += text), progress: (text) => void progress.push(text) },
      l10n,
    );
  });

  it('writes what the model says as it comes, and keeps it apart from its own lines', () => {
    for (const text of ['It ', 'is.']) view.show({ type: 'text', text });
    view.show(tool());
    assert.equal(written, 'It is.\n\n> ✓ `read_file {"path":"a.ts"}`\n\n');
    assert.equal(view.text, 'It is.');
  });

  it('announces each call with its arguments', () => {
    view.show({ type: 'tool', id: 't', name: 'read_file', title: 'Read File', input: { path: 'a.ts' } });
    view.show({ type: 'progress', id: 't', message: 'half' });
    assert.deepEqual(progress, ['Read File: {"path":"a.ts"}', 'half']);
  });

  it('says once that the model thinks, however much it does', () => {
    for (let part = 0; part < 5; part += 1) view.show({ type: 'reasoning', text: 'hm' });
    assert.deepEqual(progress, ['Thinking...']);
  });

  it('tells what failed and what was refused by a sign and words', () => {
    view.show(tool({ isError: true, outcome: 'failed', output: 'There is no\nfile' }));
    view.show(tool({ outcome: 'refused', isError: true }));
    assert.match(written, /> ✕ `read_file [^\n]*` `There is no file`/);
    assert.match(written, /> ⊘ `read_file [^\n]*` refused/);
  });

  it('knows whether anything was changed', () => {
    view.show(tool());
    view.show(tool({ risk: 'write', outcome: 'refused' }));
    assert.equal(view.changed, false);
    view.show(tool({ risk: 'write' }));
    assert.equal(view.changed, true);
  });

  it('writes nothing into an answer that has ended', () => {
    view.close();
    view.show({ type: 'text', text: 'late' });
    assert.equal(written, '');
  });

  it('gives the last words of a resumed run that said nothing before', () => {
    const run = { id: 'r' } as TraceRun;
    view.show({ type: 'end', run, text: 'The end.' });
    view.show({ type: 'end', run, text: 'Twice?' });
    assert.equal(written, 'The end.');
  });
});

describe('end of a run', () => {
  it('is told when there is no answer, with what to do', () => {
    const text = (status: RunStatus): string | undefined => endText({ status, problem: undefined }, l10n);
    assert.equal(text('answered'), undefined);
    assert.equal(text('cancelled'), undefined);
    for (const status of ['steps', 'loop', 'refused', 'failed', 'interrupted'] as const) {
      assert.ok((text(status) ?? '').length > 20, status);
    }
    assert.equal(endText({ status: 'failed', problem: 'The disk is full.' }, l10n), 'The disk is full.');
  });
});
