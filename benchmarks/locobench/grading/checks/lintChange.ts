/** The repository's own linter on changed files, before and after. */
import { z } from 'zod';
import type { LintOutcome } from '../../verified/codeQuality';
import type { FileChange } from '../../scenarios';
import { inCheckout } from '../checkout/inCheckout';
import type { ChangeFacts } from './gradeChange';
import type { CheckTools } from './tools';

/** Linters that take files, and print a line a finding: place, then message. */
const LINTERS: Readonly<Record<string, { readonly more: readonly string[]; readonly files: RegExp }>> = {
  eslint: { more: ['--format', 'json', '--no-warn-ignored'], files: /\.[cm]?[jt]sx?$/ },
  ruff: { more: ['--output-format', 'concise', '--no-cache'], files: /\.pyi?$/ },
  flake8: { more: [], files: /\.py$/ },
};

const LIMITS = { wallMs: 120_000, memoryBytes: 4 * 1024 ** 3, outputBytes: 8 * 1024 ** 2 };

/** @returns undefined where it was not measured; only a linter that is there and is none of these is told in `notMeasured` */
export async function lintChange(
  facts: ChangeFacts,
  tools: CheckTools,
  notMeasured: string[],
): Promise<LintOutcome | undefined> {
  const tool = tools.tools.lint;
  if (!tools.lint || tool === undefined || 'unavailable' in tools.sandbox) return undefined;
  const linter = Object.hasOwn(LINTERS, tool.title) ? LINTERS[tool.title] : undefined;
  if (linter === undefined) {
    notMeasured.push(`linter: what ${tool.title} prints is not read`);
    return undefined;
  }
  const files = facts.applied.changes.flatMap(({ path, content }) =>
    content !== null && linter.files.test(path) && inFolder(path, tool.folder) !== undefined ? path : [],
  );
  if (files.length === 0) return undefined;
  const { sandbox } = tools;
  const checkout = await tools.checkout();
  const run = async (changes: readonly FileChange[], wanted: readonly string[]) => {
    const words = [...tool.words.filter((word) => word !== '.'), ...linter.more];
    const outcome = await inCheckout(
      {
        ...{ sandbox, checkout, changes, subfolder: tool.folder, limits: LIMITS },
        words: [...words, ...wanted.map((file) => inFolder(file, tool.folder) ?? file)],
      },
      tools.signal,
    );
    // 0: nothing found, 1: something; more: it did not run.
    return outcome.ended === 'exit' && (outcome.code ?? 2) < 2 ? findings(outcome.stdout, checkout.folder) : undefined;
  };
  const old = files.filter((file) => facts.base.has(file));
  const before = old.length === 0 ? [] : await run(facts.base.changes(), old);
  const after = await run(facts.after.changes(), files);
  if (before === undefined || after === undefined) {
    notMeasured.push(`linter: ${tool.title} does not run here`);
    return undefined;
  }
  const left = new Map<string, number>();
  for (const each of before) left.set(each, (left.get(each) ?? 0) + 1);
  let issues = 0;
  for (const each of after) {
    const known = left.get(each) ?? 0;
    if (known > 0) left.set(each, known - 1);
    else issues++;
  }
  return { issues };
}

function inFolder(file: string, folder: string): string | undefined {
  if (folder === '.') return file;
  return file.startsWith(`${folder}/`) ? file.slice(folder.length + 1) : undefined;
}

/** Without places, so that what only moved is not new. */
function findings(output: string, folder: string): string[] {
  const text = output.trim();
  if (text.startsWith('[')) return eslintFindings(text, folder);
  return text.split('\n').flatMap((line) => {
    const [, file, message] = /^([^\s:]+):\d+(?::\d+)?: (.*)$/.exec(line) ?? [];
    return file === undefined || message === undefined ? [] : `${file.replace(`${folder}/`, '')}: ${message}`;
  });
}

const eslintForm = z.array(
  z.object({
    filePath: z.string(),
    messages: z.array(z.object({ ruleId: z.string().nullable(), message: z.string() })),
  }),
);

function eslintFindings(text: string, folder: string): string[] {
  const parsed = eslintForm.safeParse(parsedJson(text)).data ?? [];
  return parsed.flatMap(({ filePath, messages }) =>
    messages.map(({ ruleId, message }) => `${filePath.replace(`${folder}/`, '')}: ${ruleId ?? ''} ${message}`),
  );
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
