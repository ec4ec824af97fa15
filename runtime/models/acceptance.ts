import { createHash } from 'node:crypto';
import { userInfo } from 'node:os';
import { z } from 'zod';
import { RuntimeError } from '../runtimeError';
import { readIfThere, writeAtomically } from './atomicFile';
import { textOf, type CatalogueEntry } from './catalogue';
import { folderFailure, type ModelsFolder } from './modelsFolder';
import type { LicenceAcceptance, LicenceSummary, LicenceText } from './protocol';

const acceptanceSchema = z.object({
  model: z.string(),
  repository: z.string(),
  licence: z.string(),
  textSha256: z.string(),
  by: z.string().min(1),
  at: z.iso.datetime(),
});
const recordSchema = z.object({ format: z.literal(1), acceptances: z.array(acceptanceSchema) });
type Acceptance = z.infer<typeof acceptanceSchema>;

/** Who accepted which text, kept in the models folder. Acceptances are only ever added. */
export class LicenceRegister {
  private readonly file: string;

  constructor(private readonly folder: ModelsFolder) {
    this.file = folder.state('licences.json');
  }

  async summary(entry: CatalogueEntry): Promise<LicenceSummary> {
    const { name, spdx, url, needsAcceptance } = entry.licence;
    const found = needsAcceptance ? matching(await this.read(), entry) : undefined;
    return { name, spdx, url, needsAcceptance, accepted: found && toProtocol(found) };
  }

  /** @throws RuntimeError model-missing when the licence's text does not ship (then it needs no acceptance either) */
  async text(entry: CatalogueEntry): Promise<LicenceText> {
    const text = textOf(entry.licence);
    if (text === undefined) {
      const { name, url } = entry.licence;
      const where = url === undefined ? `at the hub's page of ${entry.repository.name}` : `at ${url}`;
      throw new RuntimeError('model-missing', `The text of ${name} does not ship with Whetstone.`, `Read it ${where}.`);
    }
    return { ...(await this.summary(entry)), model: entry.id, text, textSha256: digest(text) };
  }

  /**
   * Records an acceptance.
   * @param textSha256 of the text that the user was shown
   * @throws RuntimeError licence when that is not the present text
   */
  async accept(entry: CatalogueEntry, textSha256: string, by?: string): Promise<LicenceAcceptance> {
    const shown = await this.text(entry);
    if (shown.textSha256 !== textSha256) {
      const message = `The licence of ${entry.title} is not the text that was shown.`;
      throw new RuntimeError('licence', message, 'Read the licence again, then accept it.');
    }
    const acceptance: Acceptance = {
      model: entry.id,
      repository: entry.repository.name,
      licence: entry.licence.name,
      textSha256,
      by: by?.trim() === '' || by === undefined ? accountName() : by.trim(),
      at: new Date().toISOString(),
    };
    const acceptances = [...(await this.read()), acceptance];
    await this.folder.prepare();
    try {
      await writeAtomically(this.file, `${JSON.stringify({ format: 1, acceptances }, undefined, 2)}\n`);
    } catch (error) {
      throw folderFailure(error, this.folder.root);
    }
    return toProtocol(acceptance);
  }

  /** @throws RuntimeError licence unless the entry's present licence needs no acceptance or has one on record */
  async require(entry: CatalogueEntry): Promise<void> {
    const { needsAcceptance, accepted, name } = await this.summary(entry);
    if (!needsAcceptance || accepted) return;
    throw new RuntimeError(
      'licence',
      `${entry.title} is under ${name}, which has to be accepted before anything is downloaded.`,
      `Read and accept it: \`whetstone models accept-licence ${entry.id}\`, or the button beside the model.`,
    );
  }

  private async read(): Promise<readonly Acceptance[]> {
    const text = await readIfThere(this.file);
    if (text === undefined) return [];
    try {
      return recordSchema.parse(JSON.parse(text)).acceptances;
    } catch (cause) {
      const message = `${this.file} is damaged: it cannot be seen what was accepted.`;
      throw new RuntimeError('licence', message, 'Remove the file, and accept the licences again.', { cause });
    }
  }
}

/** The latest acceptance of just this text for just this repository. */
function matching(acceptances: readonly Acceptance[], entry: CatalogueEntry): Acceptance | undefined {
  const text = textOf(entry.licence);
  const hash = text === undefined ? undefined : digest(text);
  return acceptances.findLast(
    (each) => each.model === entry.id && each.repository === entry.repository.name && each.textSha256 === hash,
  );
}

function toProtocol({ model, textSha256, by, at }: Acceptance): LicenceAcceptance {
  return { model, textSha256, by, at };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    // An account without an entry in the system's list, as in some containers.
    return 'unknown account';
  }
}
