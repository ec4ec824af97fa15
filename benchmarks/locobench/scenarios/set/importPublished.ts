/**
 * Takes over scenarios that LoCoBench or others published. They carry no facts to grade by, so that they are scored in the reference's
 * way only; where their code base is at hand it becomes the snapshot, and prompts can show it.
 */
import { mkdir, readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { BadInputError } from '../../../core/badInputError';
import { readScenario, type Scenario } from '../../reference/scenario';
import { estimatedTokens } from '../context/tokenCounter';
import { sha256 } from '../context/repositoryTexts';
import type { ScenarioEntry, ScenarioSet, SnapshotFile } from '../types';
import { answerLanguage } from '../../reference/language';
import { atomicWrite } from './atomicWrite';
import { entryHash, scenarioFile, setName, snapshotFile } from './setFiles';

const MAX_FILE_BYTES = 2 * 2 ** 20;

export interface ImportRequest {
  /** Scenario files, or folders of them. */
  readonly sources: readonly string[];
  /** Folder that their `context_files` lie in. */
  readonly code: string | undefined;
  /** The new set. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** @throws BadInputError when a file is no scenario, two have one id, or the folder is not empty */
export async function importPublished({ sources, code, folder, signal }: ImportRequest): Promise<ScenarioSet> {
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0) {
    throw new BadInputError(`${folder} is not empty. Name an empty folder, or one that is not there yet.`);
  }
  const scenarios = new Map<string, { readonly scenario: Scenario; readonly text: string }>();
  for (const file of await scenarioFiles(sources)) {
    signal.throwIfAborted();
    const scenario = await readScenario(file);
    if (!/^[A-Za-z0-9][\w.-]{0,199}$/.test(scenario.id)) {
      throw new BadInputError(`${file}: the id ${JSON.stringify(scenario.id)} cannot be the name of a file.`);
    }
    if (scenarios.has(scenario.id)) throw new BadInputError(`${file}: a second scenario of the id ${scenario.id}.`);
    scenarios.set(scenario.id, { scenario, text: await readFile(file, 'utf8') });
  }
  if (scenarios.size === 0) throw new BadInputError(`No scenario (*.json) in ${sources.join(', ')}.`);
  await mkdir(path.join(folder, 'scenarios'), { recursive: true });
  await mkdir(path.join(folder, 'snapshot'), { recursive: true });
  const wanted = new Set([...scenarios.values()].flatMap(({ scenario }) => scenario.context_files));
  const { files, missing, tokens } = await copyCode(code, [...wanted].sort(), folder, signal);
  const entries: ScenarioEntry[] = [];
  for (const [id, { scenario, text }] of [...scenarios].sort(([a], [b]) => (a < b ? -1 : 1))) {
    await atomicWrite(scenarioFile(folder, id), text);
    entries.push({
      id,
      category: scenario.task_category,
      difficulty: scenario.difficulty,
      language: answerLanguage(id, scenario.context_files),
      tokens: scenario.context_files.reduce((sum, each) => sum + (tokens.get(each) ?? 0), 0),
      cluster: id.split(`_${scenario.task_category}`)[0] ?? id,
      title: scenario.title,
      hash: entryHash(text, scenario.context_files, files),
    });
  }
  const notices = [
    'Published scenarios have no facts to grade by: they are scored in the reference’s way only.',
    ...(missing > 0 ? [`${missing} context files are not at hand: prompts name them, and show nothing of them.`] : []),
  ];
  const set: ScenarioSet = {
    form: 'whetstone-locobench-1',
    name: path.basename(path.resolve(folder)),
    created: Date.now(),
    seed: 0,
    repository: {
      root: code === undefined ? '' : path.resolve(code),
      name: code === undefined ? 'published' : path.basename(path.resolve(code)),
      commit: undefined,
      dirty: 0,
    },
    imported: true,
    notices,
    files,
    tools: { typeCheck: undefined, test: undefined, lint: undefined },
    tokenizer: estimatedTokens.name,
    scenarios: entries,
    rejects: [],
  };
  await atomicWrite(path.join(folder, setName), `${JSON.stringify(set, null, 1)}\n`, true);
  return set;
}

async function scenarioFiles(sources: readonly string[]): Promise<readonly string[]> {
  const files: string[] = [];
  for (const source of sources) {
    const found = await stat(source).catch((cause: unknown) => {
      throw new BadInputError(`There is no ${source}. Name files of scenarios, or folders of them.`, { cause });
    });
    if (!found.isDirectory()) files.push(source);
    else {
      const names = (await readdir(source)).filter((name) => name.endsWith('.json')).sort();
      files.push(...names.map((name) => path.join(source, name)));
    }
  }
  return files;
}

async function copyCode(code: string | undefined, wanted: readonly string[], folder: string, signal: AbortSignal) {
  const files: Record<string, SnapshotFile> = {};
  const tokens = new Map<string, number>();
  if (code === undefined) return { files, missing: wanted.length, tokens };
  const root = path.resolve(code);
  for (const each of wanted) {
    signal.throwIfAborted();
    const place = path.resolve(root, each);
    // Scenarios come from elsewhere: what they name outside of the code base is not read.
    if (!place.startsWith(`${root}${path.sep}`)) continue;
    const bytes = await readFile(place).catch(() => undefined);
    if (bytes === undefined || bytes.length > MAX_FILE_BYTES || bytes.includes(0)) continue;
    const hash = sha256(bytes);
    files[each] = { hash, bytes: bytes.length };
    tokens.set(each, estimatedTokens.count(bytes.toString('utf8')));
    await atomicWrite(snapshotFile(folder, hash), bytes);
  }
  return { files, missing: wanted.length - Object.keys(files).length, tokens };
}
