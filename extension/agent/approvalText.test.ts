import assert from 'node:assert/strict';
import type { ApprovalRequest, ToolPreview } from '../../runtime/agent/protocol';
import { approvalMarkdown, approvalPlainText, editSummary } from './approvalText';

const l10n = {
  t: (message: string, ...args: readonly (string | number)[]) =>
    message.replace(/\{(\d+)\}/g, (_, index: string) => String(args[Number(index)])),
};
const request = (preview: ToolPreview, changes: Partial<ApprovalRequest> = {}): ApprovalRequest => ({
  ...{
    id: '1',
    conversation: 'c',
    tool: 'edit_file',
    title: 'Edit file',
    risk: 'write',
    input: { path: 'a.ts' },
    covers: 'edit_file',
  },
  origin: { kind: 'workspace', id: 'workspace', title: 'Workspace' },
  preview,
  ...changes,
});

describe('approval texts', () => {
  it('count what an edit adds and takes', () => {
    assert.equal(editSummary({ path: 'a.ts', before: 'a\nb\n', after: 'a\nc\nd\n' }, l10n), 'a.ts: +2 −1');
    assert.equal(editSummary({ path: 'n.ts', before: undefined, after: 'x\ny\n' }, l10n), 'n.ts: new, 2 lines');
    assert.equal(editSummary({ path: 'o.ts', before: 'x', after: undefined }, l10n), 'o.ts: deleted, 1 lines');
  });

  it('show the lines that change', () => {
    const text = approvalMarkdown(
      request({ kind: 'edits', edits: [{ path: 'a.ts', before: 'a\nb\n', after: 'a\nc\n' }] }),
      l10n,
    );
    assert.match(text, /```diff\n@@ -1,2 \+1,2 @@\n a\n-b\n\+c\n```/);
    assert.match(text, /changes files of the workspace/);
  });

  it('cut a long diff and say so', () => {
    const after = Array.from({ length: 500 }, (_, line) => `line ${line}`).join('\n');
    const text = approvalMarkdown(request({ kind: 'edits', edits: [{ path: 'a', before: undefined, after }] }), l10n);
    assert.ok(text.split('\n').length < 90);
    assert.match(text, /and \d+ more lines: open the diff/);
  });

  it('show the whole command, where it runs, and nothing that it could make of our Markdown', () => {
    const command = 'echo ```\n[Allow](command:evil)\n``` && rm -rf build';
    const text = approvalMarkdown(
      request({ kind: 'command', command, folder: '/w', note: 'no network' }, { risk: 'execute', tool: 'run_command' }),
      l10n,
    );
    assert.ok(text.includes(`\`\`\`\`sh\n${command}\n\`\`\`\`\n`), text);
    assert.match(text, /in `\/w`/);
  });

  it('say the same in a dialog without Markdown', () => {
    const text = approvalPlainText(
      request({ kind: 'command', command: 'npm test', folder: '/w', note: 'no network' }, { risk: 'execute' }),
      l10n,
    );
    assert.match(text, /npm test\nin \/w\nno network/);
    assert.match(text, /covers: edit_file/);
  });

  it('a title of somebody else is words', () => {
    const text = approvalMarkdown(request({ kind: 'input' }, { title: '[Allow](command:evil) **now**' }), l10n);
    assert.ok(!text.includes('[Allow]('), text);
  });
});
