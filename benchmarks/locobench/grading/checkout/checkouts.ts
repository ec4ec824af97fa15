/**
 * Checkouts of sets in temporary folders: made once for a set, never changed, removed at the end. Changes of an answer are brought into
 * the sandbox with the command (`inCheckout.ts`), so that any number of samples may use a checkout at the same time, and none has to be
 * put back after a crash.
 */
import { chmod, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sweepFolders, temporaryPrefix } from '../../../../runtime/tools/sandbox';
import type { ScenarioSet } from '../../scenarios';
import { RepositoryState } from '../state/repositoryState';
import { linkDependencies } from './linkDependencies';

const PREFIX = 'whetstone-checkout-';
const AT_ONCE = 32;

export interface Checkout {
  /** Absolute. The files of the snapshot; to be read only. */
  readonly folder: string;
  /** What the links in it lead to; a command has to be allowed to read it. */
  readonly readable: readonly string[];
  /** Links of node_modules, .venv and the like: the repository is still there. */
  readonly dependencies: boolean;
}

/** What of a set a checkout is made of; sets of other benchmarks have it too. */
export interface CheckoutSet {
  readonly repository: Pick<ScenarioSet['repository'], 'root' | 'name'>;
  readonly files: ScenarioSet['files'];
}

export class Checkouts {
  private readonly made = new Map<string, Promise<Checkout>>();
  private readonly bases: string[] = [];

  /** @throws EvaluationError set-damaged */
  async of(folder: string, set: CheckoutSet): Promise<Checkout> {
    const known = this.made.get(folder);
    if (known !== undefined) return known;
    const making = this.make(folder, set);
    this.made.set(folder, making);
    making.catch(() => this.made.delete(folder));
    return making;
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.made.values());
    this.made.clear();
    await Promise.all(this.bases.splice(0).map((base) => rm(base, { recursive: true, force: true })));
  }

  private async make(place: string, set: CheckoutSet): Promise<Checkout> {
    const parent = await realpath(tmpdir());
    await sweepFolders(parent, PREFIX, 0);
    const base = await mkdtemp(path.join(parent, temporaryPrefix(PREFIX)));
    this.bases.push(base);
    // Some tools behave differently below a folder of another name.
    const folder = path.join(base, safeName(set.repository.name));
    await mkdir(folder);
    const state = RepositoryState.ofSnapshot({ folder: place, set });
    const files = Object.entries(set.files);
    for (let at = 0; at < files.length; at += AT_ONCE) {
      await Promise.all(
        files.slice(at, at + AT_ONCE).map(async ([file, { executable }]) => {
          const target = path.join(folder, file);
          const bytes = state.snapshotBytes(file);
          if (bytes === undefined) return;
          await mkdir(path.dirname(target), { recursive: true });
          await writeFile(target, bytes);
          if (executable === true) await chmod(target, 0o755);
        }),
      );
    }
    const readable = await linkDependencies(set.repository.root, folder);
    return { folder, readable, dependencies: readable.length > 0 };
  }
}

function safeName(name: string): string {
  const safe = name.replace(/[^\w.-]+/g, '-').replace(/^[.-]+/, '');
  return safe === '' || safe === 'node_modules' ? 'repository' : safe.slice(0, 60);
}
