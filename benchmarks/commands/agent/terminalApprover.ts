import { createInterface } from 'node:readline/promises';
import type { ApprovalAnswer, ApprovalRequest, Approver, ToolPreview } from '../../../runtime/tools/types';
import type { CommandOutput } from '../../core/commandOutput';

/**
 * Asks on the terminal; where there is none, nothing is allowed that was not allowed before.
 * @param yes everything is allowed
 */
export function terminalApprover(yes: boolean, output: CommandOutput): Approver {
  return async (request, signal): Promise<ApprovalAnswer> => {
    if (yes) return { kind: 'allowed', remember: 'once' };
    if (!process.stdin.isTTY) {
      output.log(`whetstone: ${request.title} was refused, because nobody can be asked here. --yes allows everything.`);
      return { kind: 'refused', reason: 'nobody can be asked here; go on without it' };
    }
    output.log(questionOf(request));
    const line = createInterface({ input: process.stdin, output: process.stderr });
    try {
      const said = (
        await line.question('Allow it? [y] yes, [a] always in this run, or say what to do instead: ', { signal })
      ).trim();
      if (/^y(es)?$/i.test(said)) return { kind: 'allowed', remember: 'once' };
      if (/^a(lways)?$/i.test(said)) return { kind: 'allowed', remember: 'conversation' };
      return /^(no?)?$/i.test(said) ? { kind: 'refused' } : { kind: 'refused', reason: said };
    } finally {
      line.close();
    }
  };
}

function questionOf({ title, origin, risk, input, preview, covers }: ApprovalRequest): string {
  return [
    `\n${title} (${origin.title}, ${risk})`,
    previewText(preview, JSON.stringify(input)),
    `“Always” covers: ${covers}`,
  ].join('\n');
}

function previewText(preview: ToolPreview, input: string): string {
  switch (preview.kind) {
    case 'command':
      return `  ${preview.command}\n  in ${preview.folder}. ${preview.note}`;
    case 'edits':
      return preview.edits
        .map(({ path, before, after }) => {
          if (after === undefined) return `  deletes ${path}`;
          return `${before === undefined ? '  makes' : '  changes'} ${path}:\n${changed(before ?? '', after)}`;
        })
        .join('\n');
    case 'input':
      return `  ${input.length <= 2000 ? input : `${input.slice(0, 2000)}...`}`;
  }
}

/** The lines between the first and the last that differ. */
function changed(before: string, after: string): string {
  const [old, made] = [before.split('\n'), after.split('\n')];
  let first = 0;
  while (first < Math.min(old.length, made.length) && old[first] === made[first]) first++;
  let last = 0;
  while (last < Math.min(old.length, made.length) - first && old.at(-1 - last) === made.at(-1 - last)) last++;
  const lines = (all: readonly string[], sign: string) =>
    all.slice(first, all.length - last).map((line) => `  ${sign} ${line}`);
  return [...lines(old, '-'), ...lines(made, '+')].slice(0, 200).join('\n');
}
