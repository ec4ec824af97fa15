/** Type checkers of the workspace's own, where they are there and the user agreed: the candidate may bring no new error. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Trial } from '../trial';
import type { VerifyOptions } from '../types';
import { inWorkspace } from './inWorkspace';

interface Checker {
  readonly title: string;
  readonly words: readonly string[];
  readonly files: RegExp;
  /** One text for each error, without its line: lines move. */
  readonly errors: (stdout: string) => readonly string[] | undefined;
}

const TYPESCRIPT = /\.[mc]?[jt]sx?$/;
const PYTHON = /\.pyi?$/;

export async function typesStep(trials: readonly Trial[], options: VerifyOptions, root: string): Promise<void> {
  const going = trials.filter(({ goesOn }) => goesOn);
  if (going.length === 0) return;
  for (const files of [TYPESCRIPT, PYTHON]) {
    const own = going.filter(({ tool }) => files.test(tool.source?.path ?? ''));
    if (own.length === 0) continue;
    const checker = checkers(options.collection.root).find((each) => each.files === files);
    if (checker === undefined) {
      skip(own, `the workspace has no ${files === PYTHON ? 'pyright' : 'TypeScript compiler with a tsconfig.json'}`);
    } else if (options.consent?.types !== true) {
      skip(own, `${checker.title} is not run without the user’s consent`);
    } else {
      const { before, after } = await inWorkspace(checker.words, options, root);
      const [old, now] = [checker.errors(before.stdout), checker.errors(after.stdout)];
      if (old === undefined || now === undefined || before.ended !== 'exit' || after.ended !== 'exit') {
        skip(own, `${checker.title} could not be run: ${after.stderr.trim().slice(-200)}`);
        continue;
      }
      const fresh = now.filter((each) => !old.includes(each));
      for (const trial of own) {
        const paths = [trial.tool.source?.path ?? '', trial.entry.into.split('#')[0] ?? ''];
        const error = fresh.find((each) => paths.some((name) => each.startsWith(name)));
        if (error === undefined) trial.passed('types', `${checker.title} finds no new error`);
        else trial.failed('types', `${checker.title}: ${error}`);
      }
    }
  }
}

function skip(trials: readonly Trial[], reason: string): void {
  for (const trial of trials) trial.skipped('types', reason);
}

const report = z.object({
  generalDiagnostics: z.array(z.object({ file: z.string(), severity: z.string(), message: z.string() })),
});

function checkers(root: string): Checker[] {
  const found: Checker[] = [];
  const compiler = path.join('node_modules', 'typescript', 'lib', 'tsc.js');
  if (existsSync(path.join(root, compiler)) && existsSync(path.join(root, 'tsconfig.json'))) {
    found.push({
      ...{ title: 'tsc', files: TYPESCRIPT },
      words: ['node', compiler, '--noEmit', '--pretty', 'false', '-p', '.'],
      errors: (stdout) =>
        [...stdout.matchAll(/^(.+?)\(\d+,\d+\): (error TS\d+: .*)$/gm)].map(([, file, text]) => `${file}: ${text}`),
    });
  }
  const pyright = path.join('node_modules', 'pyright', 'index.js');
  if (existsSync(path.join(root, pyright))) {
    found.push({
      ...{ title: 'pyright', files: PYTHON },
      words: ['node', pyright, '--outputjson'],
      errors: (stdout) => {
        try {
          return report
            .parse(JSON.parse(stdout))
            .generalDiagnostics.filter(({ severity }) => severity === 'error')
            .map(({ file, message }) => `${path.relative(root, file)}: ${message}`);
        } catch {
          return undefined;
        }
      },
    });
  }
  return found;
}
