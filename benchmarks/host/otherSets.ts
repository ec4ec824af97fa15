/** Sets of the evaluations beside LoCoBench: those that were made here, and folders that a person named. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { RuntimeError } from '../../runtime/runtimeError';
import { BadInputError } from '../core/badInputError';
import type { EvaluationConfig, OtherSet, OtherSetKind } from './protocol';

const kinds: Readonly<Record<string, OtherSetKind>> = {
  'whetstone-userbench-1': 'travel',
  'whetstone-workspace-userbench-1': 'workspace',
  'whetstone-gym-set-1': 'gym',
  'whetstone-mcpeval-1': 'mcp',
};

/** As much of `set.json` as a list shows; each benchmark checks the rest when it loads the set. */
const setFile = z.object({
  form: z.string(),
  kind: z.string().optional(),
  name: z.string(),
  created: z.number().optional(),
  seed: z.number().optional(),
  origin: z.object({ seed: z.number().optional() }).optional(),
  scenarios: z.union([z.number(), z.array(z.unknown())]).optional(),
  tasks: z.union([z.number(), z.array(z.unknown())]).optional(),
});

export class OtherSets {
  constructor(
    private readonly state: string,
    private readonly log: (message: string) => void,
  ) {}

  /** Newest first; one that is damaged or gone is named in the log and left out. */
  async list(config: EvaluationConfig): Promise<readonly OtherSet[]> {
    const parent = this.folderOf(config);
    const names = await readdir(parent, { withFileTypes: true }).catch(() => []);
    const made = names.filter((each) => each.isDirectory()).map(({ name }) => path.join(parent, name));
    const found: OtherSet[] = [];
    for (const folder of [...made, ...(await this.named(config))]) {
      try {
        found.push(await readOtherSet(folder, made.includes(folder)));
      } catch (error) {
        this.log(`${folder} is left out: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    return found.sort((a, b) => b.created - a.created);
  }

  /** Where a set of that name lies; the same call gets the same folder, so that what was made is used again. */
  folderFor(config: EvaluationConfig, name: string): string {
    return path.join(this.folderOf(config), name.replaceAll(/[^\p{L}\p{N} ._-]/gu, '_').replace(/^[. ]+|[. ]+$/g, ''));
  }

  /** Keeps a set in the list that lies elsewhere. @throws BadInputError where the folder holds none */
  async add(config: EvaluationConfig, folder: string): Promise<OtherSet> {
    const set = await readOtherSet(path.resolve(folder), false);
    await this.write(config, [...new Set([...(await this.named(config)), set.folder])]);
    return set;
  }

  /** A set that was made here is deleted; one that lies elsewhere is only forgotten. @throws RuntimeError bad-request */
  async remove(config: EvaluationConfig, folder: string): Promise<void> {
    const place = path.resolve(folder);
    const named = await this.named(config);
    if (named.includes(place))
      return this.write(
        config,
        named.filter((each) => each !== place),
      );
    if (path.dirname(place) !== this.folderOf(config)) {
      throw new RuntimeError('bad-request', `${folder} is no set that was made here.`, 'Delete it where it lies.');
    }
    await rm(place, { recursive: true, force: true });
  }

  private async named(config: EvaluationConfig): Promise<readonly string[]> {
    const text = await readFile(this.listFile(config), 'utf8').catch(() => '[]');
    const read = z.array(z.string()).safeParse(parsed(text));
    return read.success ? read.data : [];
  }

  private async write(config: EvaluationConfig, folders: readonly string[]): Promise<void> {
    const file = this.listFile(config);
    await mkdir(path.dirname(file), { recursive: true });
    const fresh = `${file}.${randomBytes(4).toString('hex')}`;
    await writeFile(fresh, JSON.stringify(folders));
    await rename(fresh, file);
  }

  private listFile(config: EvaluationConfig): string {
    return path.join(this.folderOf(config), 'named.json');
  }

  private folderOf({ project, roots }: EvaluationConfig): string {
    const key = createHash('sha256')
      .update(project ?? roots.join('\n'))
      .digest('hex')
      .slice(0, 16);
    return path.join(this.state, 'evaluations', 'other', key);
  }
}

/** @throws BadInputError where there is none, or one of a form that has no page */
export async function readOtherSet(folder: string, made: boolean): Promise<OtherSet> {
  const file = path.join(folder, 'set.json');
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new BadInputError(`${folder} holds no set: it has no set.json that can be read.`, { cause: error });
  });
  const read = setFile.safeParse(parsed(text));
  const kind = read.success ? kinds[read.data.form] : undefined;
  if (!read.success || kind === undefined) {
    throw new BadInputError(`${file} is no set of UserBench or MCP tasks. Make one, or choose another folder.`);
  }
  const { name, seed, origin, created, scenarios, tasks } = read.data;
  const all = scenarios ?? tasks ?? 0;
  return {
    ...{ folder, name, made },
    kind: kind === 'travel' && read.data.kind !== undefined && read.data.kind !== 'travel' ? 'gym' : kind,
    created: created ?? (await stat(file)).mtimeMs,
    seed: seed ?? origin?.seed ?? 1,
    scenarios: kind === 'gym' ? await gymTasks(folder) : typeof all === 'number' ? all : all.length,
    dialogues: kind === 'mcp' ? await linesOf(path.join(folder, 'scenarios.jsonl')) : undefined,
  };
}

/** A gym's set may mean all of its tasks without naming them. */
async function gymTasks(folder: string): Promise<number> {
  const { openGymSet } = await import('../userbench/gyms/sets/gymSetFile');
  return (await openGymSet(folder)).tasks.length;
}

/** Form of a set; undefined where there is none that can be read. */
export async function formOfSet(folder: string): Promise<string | undefined> {
  const text = await readFile(path.join(folder, 'set.json'), 'utf8').catch(() => '');
  return setFile.safeParse(parsed(text)).data?.form;
}

async function linesOf(file: string): Promise<number | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text?.split('\n').filter((line) => line.trim() !== '').length;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
