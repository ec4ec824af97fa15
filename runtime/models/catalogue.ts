import path from 'node:path';
import { z } from 'zod';
import { RuntimeError } from '../runtimeError';
import { readIfThere } from './atomicFile';
import { builtInEntries } from './catalogueEntries';
import { licenceTextOf } from './licences/licenceTexts';
import type { WeightPrecision } from './protocol';

/** Further entries that a user or a company keeps in the models folder. */
export const catalogueFile = 'catalogue.json';

/** Becomes a folder's name on every system; 'embedded' is the model that ships. */
export const modelId = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/,
    'must be 1 to 64 of a-z 0-9 . _ -, starting and ending with a-z 0-9',
  )
  .refine((id) => !/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/.test(id), 'must not be a device name of Windows');

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** Hub names: owner/name, without anything that a path or a URL would read otherwise. */
const repositoryName = z.string().regex(/^(?!\.)[\w.-]+\/(?!\.)[\w.-]+$/, 'must be owner/name');

const licenceSchema = z
  .object({
    name: z.string().min(1),
    spdx: z.string().optional(),
    url: z.url().optional(),
    /** Tag by which the hub names it, e.g. cc-by-nc-4.0: a repository that says otherwise is not downloaded. */
    hubTag: z.string().optional(),
    needsAcceptance: z.boolean(),
    /** Where `spdx` is none of the licences that ship. */
    text: z.string().min(1).optional(),
  })
  .refine((licence) => !licence.needsAcceptance || textOf(licence) !== undefined, {
    message: 'a licence that needs acceptance needs a text, or the SPDX identifier of one that ships',
  });

const fileSchema = z.object({
  name: z.string().min(1),
  bytes: z.number().int().positive().optional(),
  sha256: sha256.optional(),
});

const entrySchema = z.object({
  id: modelId.refine((id) => id !== 'embedded', 'belongs to the model that ships'),
  title: z.string().min(1),
  family: z.string().min(1),
  repository: z.object({ name: repositoryName, revision: z.string().regex(/^(?!.*\.\.)[\w./-]+$/) }),
  /** Files known by name: what the hub says of them must agree. Others are chosen by `checkpointFile`. */
  files: z.array(fileSchema).default([]),
  licence: licenceSchema,
  parameters: z.number().int().positive().optional(),
  /** Bytes of the download, where known or estimated, for a list that is shown before the hub is asked. */
  downloadBytes: z.number().int().positive().optional(),
  goodFor: z.string().min(1),
  /** Names of fields that were not checked against the hub itself. */
  unverified: z.array(z.string()).default([]),
});
export type CatalogueEntry = z.infer<typeof entrySchema>;
export type CatalogueEntryInput = z.input<typeof entrySchema>;

/** The models that can be downloaded: those that ship with the product, and those of the models folder. */
export class Catalogue {
  private constructor(readonly entries: readonly CatalogueEntry[]) {}

  /**
   * @param modelsFolder may hold catalogue.json: `{ "models": [entry, ...] }`, whose entries replace those of the same id
   * @throws RuntimeError bad-request, naming the field of the file that is wrong
   */
  static async read(modelsFolder: string): Promise<Catalogue> {
    const own = await readOwn(path.join(modelsFolder, catalogueFile));
    const builtIn = builtInEntries.map((entry) => entrySchema.parse(entry));
    const replaced = new Set(own.map(({ id }) => id));
    return new Catalogue([...builtIn.filter(({ id }) => !replaced.has(id)), ...own]);
  }

  find(id: string): CatalogueEntry | undefined {
    return this.entries.find((entry) => entry.id === id);
  }

  /** @throws RuntimeError model-missing when no entry has the id */
  get(id: string): CatalogueEntry {
    const entry = this.find(id);
    if (entry) return entry;
    const known = this.entries.map((each) => each.id).join(', ');
    throw new RuntimeError('model-missing', `The catalogue has no model "${id}".`, `Choose one of ${known}.`);
  }
}

async function readOwn(file: string): Promise<readonly CatalogueEntry[]> {
  const text = await readIfThere(file);
  if (text === undefined) return [];
  const action = 'Correct the file, or remove it.';
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (cause) {
    throw new RuntimeError('bad-request', `${file} is no JSON.`, action, { cause });
  }
  const parsed = z.object({ models: z.array(entrySchema) }).safeParse(data);
  if (parsed.success) return parsed.data.models;
  throw new RuntimeError('bad-request', `${file} is not right: ${z.prettifyError(parsed.error)}`, action);
}

/** Full text of an entry's licence; undefined when only its name and address are known. */
export function textOf(licence: {
  readonly text?: string | undefined;
  readonly spdx?: string | undefined;
}): string | undefined {
  return licence.text ?? (licence.spdx === undefined ? undefined : licenceTextOf(licence.spdx));
}

/** Whether a file of a repository belongs to the checkpoint: weights, what describes them, the tokenizer, licence and card. */
export function checkpointFile(name: string): boolean {
  return (
    /^[^/]+\.safetensors(?:\.index\.json)?$/.test(name) ||
    /^(?:config|tokenizer|tokenizer_config|special_tokens_map|added_tokens|generation_config|vocab)\.json$/.test(
      name,
    ) ||
    /^(?:merges\.txt|README\.md|LICEN[CS]E(?:\.txt|\.md)?|NOTICE(?:\.txt)?)$/.test(name)
  );
}

/** Bytes a weight takes, its scale included. int4: block weights in the layers, 8 bits in embedding and head. */
const bytesPerWeight: Readonly<Record<WeightPrecision, number>> = {
  ...{ int8: 1.03, int4: 0.7, 'int8-blocks': 1.125, fp32: 4 },
  ...{ 'gguf-q8_0': 34 / 32, 'gguf-f16': 2 },
};
/** Program, context cache and intermediate results of a request. */
const workingBytes = 500e6;

/** Estimate of the memory that a model takes while it is used, in bytes: its weights plus a fixed amount for work. */
export function memoryNeeded(parameters: number, precision: WeightPrecision): number {
  return Math.round(convertedBytes(parameters, precision) + workingBytes);
}

/** Estimate of the bytes of a converted model on disk. */
export function convertedBytes(parameters: number, precision: WeightPrecision): number {
  return Math.round(parameters * bytesPerWeight[precision]);
}
