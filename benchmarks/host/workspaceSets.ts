import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { RuntimeError } from '../../runtime/runtimeError';
import { openScenarioSet } from '../locobench/scenarios';
import type { EvaluationConfig, SetSummary } from './protocol';

/** Sets of scenarios of a workspace: `evaluations/sets/<workspace>/<call>/<name>` below the user's state folder. */
export class WorkspaceSets {
  constructor(
    private readonly state: string,
    private readonly log: (message: string) => void,
  ) {}

  /** Newest first; one that is damaged is named in the log and left out. */
  async list(config: EvaluationConfig): Promise<readonly SetSummary[]> {
    const folder = this.folderOf(config);
    const found: SetSummary[] = [];
    for (const call of await namesIn(folder)) {
      for (const name of await namesIn(path.join(folder, call))) {
        const set = path.join(folder, call, name);
        if (!existsSync(path.join(set, 'set.json'))) continue;
        try {
          found.push(summaryOf(set, (await openScenarioSet(set)).set));
        } catch (error) {
          this.log(`${set} is left out: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
    }
    return found.sort((a, b) => b.set.created - a.set.created);
  }

  /** A folder for a set that is to be made; the same call that was interrupted gets its folder again. */
  newFolder(config: EvaluationConfig, call: object, name: string): string {
    const parent = path.join(this.folderOf(config), hashOf(JSON.stringify(call)));
    const plain = name.replaceAll(/[^\p{L}\p{N} ._-]/gu, '_').replace(/^[. ]+|[. ]+$/g, '') || 'scenarios';
    for (let number = 1; ; number++) {
      const folder = path.join(parent, number === 1 ? plain : `${plain} ${number}`);
      if (!existsSync(path.join(folder, 'set.json'))) return folder;
    }
  }

  /** @throws RuntimeError bad-request for a folder that is none of ours */
  async delete(folder: string): Promise<void> {
    const relative = path.relative(path.join(this.state, 'evaluations', 'sets'), path.resolve(folder)).split(path.sep);
    if (relative.length !== 3 || relative[0] === '..' || path.isAbsolute(relative[0] ?? '')) {
      throw new RuntimeError('bad-request', `${folder} is no set that was made here.`, 'Delete it where it lies.');
    }
    await rm(folder, { recursive: true, force: true });
  }

  private folderOf({ project, roots }: EvaluationConfig): string {
    return path.join(this.state, 'evaluations', 'sets', hashOf(project ?? roots.join('\n')));
  }
}

export function summaryOf(folder: string, set: SetSummary['set'] & { readonly files?: unknown }): SetSummary {
  const { files: _files, ...rest } = set;
  return { folder, set: rest };
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}
