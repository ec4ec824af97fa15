/**
 * Fits the numbers of the copy prior's mixture to tasks of held-out packages, and writes copyWeights.ts:
 *
 *     npx tsx runtime/diffusion/copying/fit/fitCopyWeights.ts --model FOLDER --sources heldout.jsonl DEV.jsonl...
 *
 * Every other task is fitted with the sources (all files but its own), the others with their own file alone. Prints the
 * loss in nats a token without copies, with the weights before, and with the new ones, for four fifths of the tasks, to
 * which they are fitted, and for the others.
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { DiffusionModel } from '../../model/diffusionModel';
import { copyWeights } from '../copyWeights';
import { SourceFiles } from '../sourceFiles';
import { EvidenceCollector, type EvidenceRow } from './evidenceRows';
import { fitWeights, lossOf } from './fitWeights';

const taskSchema = z.object({
  task_id: z.string(),
  language: z.string(),
  prompt: z.string(),
  suffix: z.string(),
  canonical_solution: z.string(),
});
const sourceSchema = z.object({ package: z.string(), path: z.string(), text: z.string() });

async function jsonLines<T>(file: string, schema: z.ZodType<T>): Promise<T[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
  return lines.map((line) => schema.parse(JSON.parse(line)));
}

/** Task ids are `kind/package/path:line:column`. */
function fileOf(taskId: string): string | undefined {
  return /^[^/]+\/(.*):\d+:\d+$/.exec(taskId)?.[1];
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { model: { type: 'string' }, sources: { type: 'string' }, limit: { type: 'string', default: '400' } },
  });
  const root = path.join(__dirname, '../../../..');
  const folder = path.resolve(values.model ?? path.join(root, 'media/models/embedded'));
  const model = (await DiffusionModel.open(folder, { threads: 1 })).asIsolatedContext();
  const files = new SourceFiles({ isBusy: () => false, log: (message) => console.error(message) });
  for (const source of values.sources ? await jsonLines(values.sources, sourceSchema) : []) {
    files.put([{ path: `${source.package}/${source.path}`, text: source.text }]);
  }
  await files.settled();
  const alone = new EvidenceCollector(model, undefined);
  const together = new EvidenceCollector(model, files.index);
  const fitted: EvidenceRow[] = [];
  const others: EvidenceRow[] = [];
  let number = 0;
  for (const file of positionals) {
    for (const task of (await jsonLines(file, taskSchema)).slice(0, Number(values.limit))) {
      const collector = number % 2 === 0 ? alone : together;
      const rows = await collector.rowsOf({
        languageId: task.language,
        prefix: task.prompt,
        suffix: task.suffix,
        middle: task.canonical_solution,
        path: fileOf(task.task_id),
      });
      (number++ % 5 === 4 ? others : fitted).push(...rows);
    }
    console.error(`${file}: ${number} tasks, ${fitted.length + others.length} tokens`);
  }
  const found = fitWeights(fitted, copyWeights);
  // Tasks have no snippets. They were chosen for this place, unlike sources, and they are not the document.
  const [document = 0, , source = 0] = found.origin;
  const weights = { ...found, origin: [document, Math.round(500 * (document + source)) / 1000, source] };
  for (const [name, rows] of [['fitted', fitted] as const, ['others', others] as const]) {
    const bare = rows.map((row) => ({ ...row, groups: [] }));
    const losses = [lossOf(bare, copyWeights), lossOf(rows, copyWeights), lossOf(rows, weights)];
    console.error(`${name}, ${rows.length} tokens: ${losses.map((loss) => loss.toFixed(4)).join(' -> ')}`);
  }
  const text =
    "import type { CopyWeights } from './copyMixture';\n\n" +
    `/** Fitted by fit/fitCopyWeights.ts with ${model.info.id}: ${number} tasks, ${fitted.length} tokens. */\n` +
    `export const copyWeights: CopyWeights = ${JSON.stringify(weights, undefined, 2)};\n`;
  await writeFile(path.join(__dirname, '../copyWeights.ts'), text);
  console.error('Wrote copyWeights.ts; format it with prettier.');
  await model.dispose();
}

void main();
