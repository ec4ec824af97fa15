/** `whetstone eval gate`: whether the chances that a model gives to its suggestions are true; fits them with --fit. */
import { Option, type Command } from 'commander';
import { realpath, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { defaultThreads } from '../../runtime/host/threadCount';
import { holdsModel, putModelFile } from '../../runtime/models';
import type { CopyReach, GateModel } from '../../runtime/protocol';
import { BadInputError } from '../core/badInputError';
import type { CommandOutput } from '../core/commandOutput';
import { openEngine } from '../core/openEngine';
import { crossValidated, type Fit } from '../infilling/calibrationFit';
import {
  calibrationFigures,
  figuresText,
  partsText,
  type CalibrationFigures,
  type GateTarget,
} from '../infilling/calibrationReport';
import { runCalibration, type CalibrationRow } from '../infilling/calibrationRun';
import { GrammarsMissingError } from '../../runtime/syntax';
import { readSuiteTasks, type SuiteFile, type SuiteTask } from '../infilling/suite/suiteTasks';
import { chosenModel } from './chosenModel';
import { integer, probability } from './optionValues';

/** The gate of a model folder has this name; the runtime looks for no other. */
const gateFile = 'gate.json';

interface GateOptions {
  readonly data: readonly string[];
  readonly limit?: number;
  readonly language?: readonly string[];
  readonly model: string;
  readonly copy: CopyReach;
  readonly fit?: string;
  readonly folds: number;
  readonly target: number;
  readonly valid: number;
  readonly rows?: string;
  readonly syntax: boolean;
  readonly seed: number;
  readonly threads: number;
  readonly json?: true;
}

interface GateAnswer {
  readonly model: string;
  readonly files: readonly SuiteFile[];
  readonly copy: CopyReach;
  readonly target: GateTarget;
  /** Where the chances come from: the gate in the model's folder, folds of a new fit, or, without either, the model itself. */
  readonly chances: 'gate' | 'cross-validated' | 'uncalibrated';
  /** The gate that was written. */
  readonly fitted?: { readonly file: string; readonly gate: GateModel };
  readonly all: CalibrationFigures;
  /** The same suggestions with the chances that the model gives without a gate. */
  readonly uncalibrated: Pick<CalibrationFigures, 'brier' | 'calibrationError' | 'area'>;
  /** By language, and by kind of gap where there are several. */
  readonly parts: Readonly<Record<string, CalibrationFigures>>;
}

/** @param group the command `eval` */
export function addEvalGateCommand(group: Command, output: CommandOutput, signal: AbortSignal): void {
  group
    .command('gate')
    .description('how true the chances of suggestions are, and what each threshold shows; --fit calibrates a model')
    .requiredOption('--data <files>', 'FILE.jsonl[.gz] or folders of them, with commas between', list)
    .option('--limit <n>', 'only the first tasks of each language and kind', integer(1, 10_000_000))
    .option('--language <ids>', 'only these languages, with commas between', list)
    .option('--model <id>', 'embedded, or a model folder', 'embedded')
    .addOption(
      new Option('--copy <reach>', 'what the copy prior reads').choices(['off', 'file', 'files']).default('file'),
    )
    .option('--fit <file>', 'fit a gate and write it here; in a model folder it comes into use (MODEL/gate.json)')
    .option(
      '--folds <n>',
      'parts that are left out in turn; the figures of a fit are on the parts left out',
      integer(2, 100),
      10,
    )
    .option('--target <p>', 'share of exact suggestions wanted among those shown', probability, 0.3)
    .option('--valid <p>', 'share of well-formed suggestions wanted among those shown', probability, 0.9)
    .option('--rows <file>', 'write every suggestion with its evidence here, one JSON object a line')
    .option('--no-syntax', 'do not look for syntax errors')
    .option('--seed <n>', 'seed of the sampler', integer(0, 2 ** 31), 0)
    .option('--threads <n>', 'threads of a forward pass', integer(1, 256), defaultThreads())
    .option('--json', 'print one JSON document')
    .action(async (options: GateOptions) => {
      const answer = await run(options, output, signal);
      output.answer(options.json === true, answer, () => textOf(answer));
    });
}

function list(value: string): readonly string[] {
  return value.split(',').filter((item) => item !== '');
}

async function run(options: GateOptions, output: CommandOutput, signal: AbortSignal): Promise<GateAnswer> {
  const { files, tasks } = await tasksOf(options);
  const model = await chosenModel(options.model);
  const target = { precision: options.target, valid: options.valid };
  const engine = await openEngine(options.threads);
  try {
    const { id, folder, gate } = await engine.load(model);
    if (options.fit !== undefined) await checkPlace(options.fit, folder);
    const raw = await runCalibration(engine, tasks, {
      model,
      copy: options.copy,
      seed: options.seed,
      syntax: options.syntax,
      onProgress: (done, rows) => output.progress(progressOf(done, tasks.length, rows), done === tasks.length),
      signal,
    });
    if (raw.length === 0) throw new BadInputError('The model had no suggestion for any of these tasks.');
    const { fitGate, chanceOf } = await import('../../runtime/diffusion');
    const fit: Fit = (rows) => {
      const fitted = fitGate(rows.map(({ evidence, kept }) => ({ evidence, kept })));
      return (evidence) => chanceOf(evidence, fitted);
    };
    const fitted = options.fit === undefined ? undefined : await writeGate(options.fit, raw, fitGate);
    const rows = fitted ? crossValidated(raw, options.folds, fit) : raw;
    if (options.rows !== undefined) {
      await writeFile(options.rows, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    }
    const own = raw.map((row) => ({ ...row, chance: chanceOf(row.evidence, undefined) }));
    const { brier, calibrationError, area } = calibrationFigures(own, tasks.length, target);
    return {
      model: id,
      files,
      copy: options.copy,
      target,
      chances: fitted ? 'cross-validated' : gate ? 'gate' : 'uncalibrated',
      ...(fitted && { fitted }),
      all: calibrationFigures(rows, tasks.length, target),
      uncalibrated: { brier, calibrationError, area },
      parts: partsOf(rows, tasks, target),
    };
  } catch (error) {
    if (!(error instanceof GrammarsMissingError)) throw error;
    throw new BadInputError(`${error.message} Run \`npm install\` in the project, or give --no-syntax.`);
  } finally {
    await engine.dispose();
  }
}

async function tasksOf({ data, limit, language }: GateOptions): Promise<Awaited<ReturnType<typeof readSuiteTasks>>> {
  const { files, tasks } = await readSuiteTasks(data, limit);
  const wanted = tasks.filter((task) => language?.includes(task.language) ?? true);
  if (wanted.length === 0) {
    const known = [...new Set(tasks.map((task) => task.language))].join(', ');
    throw new BadInputError(`There is no task of ${language?.join(', ')}; the data has ${known}.`);
  }
  return { files, tasks: wanted };
}

/** A gate is fitted to one model's weights and would mislead beside those of another. */
async function checkPlace(file: string, modelFolder: string): Promise<void> {
  const folder = path.dirname(path.resolve(file));
  if (!holdsModel(folder)) return;
  if ((await realpath(folder)) !== (await realpath(modelFolder))) {
    throw new BadInputError(
      `${folder} holds another model than the one that is measured (${modelFolder}). Name it with --model too.`,
    );
  }
  if (path.basename(file) !== gateFile) {
    throw new BadInputError(`In a model folder a gate is called ${gateFile}, not ${path.basename(file)}.`);
  }
}

async function writeGate(
  file: string,
  rows: readonly CalibrationRow[],
  fit: (examples: { evidence: CalibrationRow['evidence']; kept: boolean }[]) => GateModel,
): Promise<{ readonly file: string; readonly gate: GateModel }> {
  const right = rows.filter(({ kept }) => kept).length;
  if (right < 20 || rows.length - right < 20) {
    throw new BadInputError(
      `${right} of ${rows.length} suggestions are right: a gate needs 20 right and 20 wrong ones. Give more tasks.`,
    );
  }
  const gate = fit(rows.map(({ evidence, kept }) => ({ evidence, kept })));
  const { gateText } = await import('../../runtime/diffusion');
  const folder = path.dirname(path.resolve(file));
  if (holdsModel(folder)) await putModelFile(folder, gateFile, gateText(gate));
  else await writeFile(file, gateText(gate));
  return { file: path.resolve(file), gate };
}

function partsOf(
  rows: readonly CalibrationRow[],
  tasks: readonly SuiteTask[],
  target: GateTarget,
): Readonly<Record<string, CalibrationFigures>> {
  const parts: Record<string, CalibrationFigures> = {};
  for (const by of ['language', 'kind'] as const) {
    for (const name of new Set(tasks.map((task) => task[by]))) {
      const members = rows.filter((row) => row[by] === name);
      if (members.length === 0) continue;
      parts[name] = calibrationFigures(members, tasks.filter((task) => task[by] === name).length, target);
    }
  }
  return parts;
}

function progressOf(done: number, total: number, rows: readonly CalibrationRow[]): string {
  const right = rows.filter(({ exact }) => exact).length;
  return `${done} of ${total}: ${rows.length} suggestions, ${right} exactly right`;
}

function textOf({ model, files, chances, fitted, all, uncalibrated, parts, target }: GateAnswer): string {
  const { brier, calibrationError, area } = uncalibrated;
  const source = {
    gate: 'chances of its gate',
    'cross-validated': 'chances of a new gate, each on tasks that it was not fitted on',
    uncalibrated: 'chances of the model itself, it has no gate',
  }[chances];
  const data = files.length > 3 ? `${files.length} files` : files.map(({ name }) => name).join(', ');
  const lines = [
    figuresText(`${model} on ${data} (${source})`, all, target),
    '',
    `without a gate: calibration error ${(100 * calibrationError).toFixed(1)} %, Brier ${brier.toFixed(4)}, area ${area.toFixed(3)}`,
  ];
  if (Object.keys(parts).length > 2) lines.push('', partsText(parts, all.threshold?.threshold ?? 0));
  if (fitted) lines.push('', `Wrote ${fitted.file}, fitted on ${fitted.gate.n} suggestions.`);
  return lines.join('\n');
}
