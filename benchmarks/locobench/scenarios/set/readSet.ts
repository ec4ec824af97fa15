import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { BadInputError } from '../../../core/badInputError';
import { issuesText } from '../../../core/issuesText';
import { scenarioSchema, type Scenario } from '../../reference/scenario';
import { sha256 } from '../context/repositoryTexts';
import type { ScenarioEntry, ScenarioFacts, ScenarioSet, VerifiedScenario } from '../types';
import { scenarioSetSchema, verifiedScenarioSchema } from './scenarioForm';
import { entryHash, scenarioFile, setName, snapshotFile } from './setFiles';

/** A scenario of a set. Those that others published have no facts. */
export type LoadedScenario =
  | { readonly kind: 'verified'; readonly scenario: VerifiedScenario; readonly facts: ScenarioFacts }
  | { readonly kind: 'published'; readonly scenario: Scenario };

/** A set on the disk. Everything is compared with its hash when it is read. */
export class OpenScenarioSet {
  private readonly entries: ReadonlyMap<string, ScenarioEntry>;

  constructor(
    readonly folder: string,
    readonly set: ScenarioSet,
    /** SHA-256 over its scenarios' hashes: what a run says that it used. */
    readonly hash: string,
  ) {
    this.entries = new Map(set.scenarios.map((entry) => [entry.id, entry]));
  }

  /** @throws BadInputError when there is none of that id, or it is damaged */
  async scenario(id: string): Promise<LoadedScenario> {
    const entry = this.entries.get(id);
    if (entry === undefined) {
      throw new BadInputError(`${this.folder} has no scenario ${id}. Its ids stand in ${setName}.`);
    }
    const file = scenarioFile(this.folder, id);
    const text = await readFile(file, 'utf8').catch((cause: unknown) => {
      throw damaged(file, 'it cannot be read', cause);
    });
    const value = jsonOf(file, text);
    const paths = contextPaths(value);
    if (entryHash(text, paths, this.set.files) !== entry.hash) throw damaged(file, 'it is not what the set says');
    if (this.set.imported === true) {
      const parsed = scenarioSchema.safeParse(value);
      if (!parsed.success) throw damaged(file, issuesText(parsed.error));
      return { kind: 'published', scenario: parsed.data };
    }
    const parsed = verifiedScenarioSchema.safeParse(value);
    if (!parsed.success) throw damaged(file, issuesText(parsed.error));
    return { kind: 'verified', scenario: parsed.data, facts: parsed.data.whetstone };
  }

  /**
   * @returns a file of the repository's state; undefined: the set has none of that path
   * @throws BadInputError when it is damaged
   */
  async text(file: string): Promise<string | undefined> {
    if (!Object.hasOwn(this.set.files, file)) return undefined;
    const { hash } = this.set.files[file]!;
    const place = snapshotFile(this.folder, hash);
    const bytes = await readFile(place).catch((cause: unknown) => {
      throw damaged(place, `it holds ${file} and cannot be read`, cause);
    });
    if (sha256(bytes) !== hash) throw damaged(place, `it holds ${file} and has another content`);
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  }

  /** Reads all of it. @throws BadInputError with the first that is damaged */
  async verify(signal?: AbortSignal): Promise<void> {
    for (const { id } of this.set.scenarios) {
      signal?.throwIfAborted();
      await this.scenario(id);
    }
    for (const file of Object.keys(this.set.files)) {
      signal?.throwIfAborted();
      await this.text(file);
    }
  }
}

/** @throws BadInputError when the folder holds no whole set */
export async function openScenarioSet(folder: string): Promise<OpenScenarioSet> {
  const file = path.join(folder, setName);
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new BadInputError(
      `${folder} holds no finished set of scenarios: ${setName} cannot be read. ` +
        'Name a folder that `whetstone locobench generate --out` wrote; call it again with the same options where it was interrupted.',
      { cause },
    );
  });
  const parsed = scenarioSetSchema.safeParse(jsonOf(file, text));
  if (!parsed.success) throw damaged(file, issuesText(parsed.error));
  return new OpenScenarioSet(folder, parsed.data, sha256(parsed.data.scenarios.map(({ hash }) => hash).join('\n')));
}

function jsonOf(file: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw damaged(file, 'it is no JSON', cause);
  }
}

function contextPaths(value: unknown): readonly string[] {
  const paths = value !== null && typeof value === 'object' && 'context_files' in value ? value.context_files : [];
  return Array.isArray(paths) ? paths.map(String) : [];
}

function damaged(file: string, why: string, cause?: unknown): BadInputError {
  return new BadInputError(`${file} is damaged: ${why}. Generate the set anew, or copy it again.`, { cause });
}
