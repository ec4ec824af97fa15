/**
 * Writes a set. `set.json` comes last: a folder without it is unfinished, and the same call goes on from what `admissions.jsonl` kept.
 */
import { appendFile, mkdir, readFile, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { BadInputError } from '../../../core/badInputError';
import type { AdmissionOutcome } from '../admission/admit';
import type { RepositoryTexts } from '../context/repositoryTexts';
import type { Reject, ScenarioEntry, ScenarioSet, SnapshotFile, VerifiedScenario } from '../types';
import { atomicWrite, isPartial, removePartials } from './atomicWrite';
import { admissionsName, entryHash, rejectsName, scenarioFile, setName, snapshotFile } from './setFiles';

const WRITES_AT_ONCE = 16;

const outcome: z.ZodType<AdmissionOutcome> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('admitted'),
    admission: z.object({
      how: z.enum(['facts', 'executed', 'static']),
      reference: z.number(),
      stubs: z.array(z.object({ kind: z.string(), value: z.number() })),
    }),
  }),
  z.object({
    kind: z.literal('rejected'),
    reason: z.enum(['does-not-discriminate', 'reference-fails', 'timed-out', 'tool-missing']),
    detail: z.string(),
  }),
]);
const keptAdmission = z.object({ key: z.string(), outcome });
const progressHead = z.object({ call: z.string() });

export class SetWriter {
  private readonly snapshotFiles: Promise<Readonly<Record<string, SnapshotFile>>>;

  private constructor(
    readonly folder: string,
    private readonly texts: RepositoryTexts,
    private readonly admissions: Map<string, AdmissionOutcome>,
  ) {
    this.snapshotFiles = this.writeSnapshot();
    // Told where it is awaited.
    this.snapshotFiles.catch(() => undefined);
  }

  /**
   * @param call what was asked for, as one text: a folder that another call wrote to is refused
   * @throws BadInputError when the folder holds something else
   */
  static async open(folder: string, call: string, texts: RepositoryTexts): Promise<SetWriter> {
    await mkdir(folder, { recursive: true });
    const kept = await readProgress(folder, call);
    await mkdir(path.join(folder, 'scenarios'), { recursive: true });
    await mkdir(path.join(folder, 'snapshot'), { recursive: true });
    return new SetWriter(folder, texts, kept);
  }

  /** Of the snapshot, once it is written. */
  files(): Promise<Readonly<Record<string, SnapshotFile>>> {
    return this.snapshotFiles;
  }

  /** @returns how it was admitted in an earlier call that was interrupted */
  admitted(key: string): AdmissionOutcome | undefined {
    return this.admissions.get(key);
  }

  /** On the disk before it returns: what was executed is not executed again. */
  async keepAdmission(key: string, outcome: AdmissionOutcome): Promise<void> {
    this.admissions.set(key, outcome);
    await appendFile(path.join(this.folder, admissionsName), `${JSON.stringify({ key, outcome })}\n`);
  }

  async writeScenario(scenario: VerifiedScenario): Promise<ScenarioEntry> {
    const { id, task_category, difficulty, title, whetstone } = scenario;
    const text = `${JSON.stringify(scenario, null, 1)}\n`;
    await atomicWrite(scenarioFile(this.folder, id), text);
    return {
      id,
      category: task_category,
      difficulty,
      language: whetstone.language,
      tokens: whetstone.context.tokens,
      cluster: whetstone.cluster,
      title,
      hash: entryHash(text, scenario.context_files, await this.snapshotFiles),
    };
  }

  async finish(set: Omit<ScenarioSet, 'files'>, rejects: readonly Reject[]): Promise<ScenarioSet> {
    const whole: ScenarioSet = { ...set, files: await this.snapshotFiles };
    await this.removeOthers(new Set(set.scenarios.map(({ id }) => `${id}.json`)));
    for (const folder of [this.folder, path.join(this.folder, 'snapshot')]) await removePartials(folder);
    await atomicWrite(path.join(this.folder, rejectsName), rejects.map((each) => `${JSON.stringify(each)}\n`).join(''));
    await atomicWrite(path.join(this.folder, setName), `${JSON.stringify(whole, null, 1)}\n`, true);
    return whole;
  }

  /** Scenarios of a call that was interrupted and chose others. */
  private async removeOthers(names: ReadonlySet<string>): Promise<void> {
    const folder = path.join(this.folder, 'scenarios');
    for (const name of await readdir(folder)) {
      if (!names.has(name)) await rm(path.join(folder, name), { force: true });
    }
  }

  private async writeSnapshot(): Promise<Readonly<Record<string, SnapshotFile>>> {
    const present = new Set(await readdir(path.join(this.folder, 'snapshot')));
    const files: Record<string, SnapshotFile> = {};
    const { paths } = this.texts;
    for (let at = 0; at < paths.length; at += WRITES_AT_ONCE) {
      await Promise.all(
        paths.slice(at, at + WRITES_AT_ONCE).map(async (each) => {
          const { hash, bytes, executable, text } = this.texts.file(each)!;
          files[each] = { hash, bytes, ...(executable && { executable: true as const }) };
          if (present.has(hash)) return;
          present.add(hash);
          await atomicWrite(snapshotFile(this.folder, hash), text);
        }),
      );
    }
    // In the order of paths, whichever was written first.
    return Object.fromEntries(paths.map((each) => [each, files[each]!]));
  }
}

async function readProgress(folder: string, call: string): Promise<Map<string, AdmissionOutcome>> {
  const file = path.join(folder, admissionsName);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) {
    const others = await readdir(folder);
    if (!others.every(isPartial)) {
      throw new BadInputError(
        `${folder} is not empty and holds no set. Name an empty folder, or one that is not there yet.`,
      );
    }
    await atomicWrite(file, `${JSON.stringify({ call })}\n`);
    return new Map();
  }
  const [head = '', ...lines] = text.split('\n');
  if (progressHead.safeParse(parsed(head)).data?.call !== call) {
    throw new BadInputError(
      `${folder} holds a set of another call (other options, seed, or state of the repository). Name another folder, or delete it.`,
    );
  }
  const kept = new Map<string, AdmissionOutcome>();
  for (const line of lines) {
    // The last line may be half of one, where the process ended.
    const entry = keptAdmission.safeParse(parsed(line)).data;
    if (entry !== undefined) kept.set(entry.key, entry.outcome);
  }
  return kept;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
