import path from 'node:path';
import { InvalidArgumentError } from 'commander';
import type { LicenceNote } from '../../mcpEval/blueprints/blueprint';

/** `openai/gpt-5=text of the licence`; may be given for several models. */
export function licenceOption(
  value: string,
  before: ReadonlyMap<string, string> = new Map(),
): ReadonlyMap<string, string> {
  const at = value.indexOf('=');
  const [model, text] = [value.slice(0, at).trim(), value.slice(at + 1).trim()];
  if (at < 0 || model === '' || text === '') {
    throw new InvalidArgumentError(
      'Give the model and what its licence says of its output: openai/gpt-5=OpenAI terms.',
    );
  }
  return new Map([...before, [model, text]]);
}

/** What is known of the licences of models. @param models as they were named, ids or paths of GGUF files */
export async function licenceNotes(
  said: ReadonlyMap<string, string> | undefined,
  models: readonly string[],
  settings: string | undefined,
): Promise<(model: string) => Promise<LicenceNote>> {
  const { readGatewayConfig } = await import('../../../runtime/gateway/gatewayConfigFile');
  const { localModelNames } = await import('../../../runtime/gateway/providers/localProvider');
  const { licenceNoteOf } = await import('../../mcpEval/blueprints/licences');
  const { localModels } = await readGatewayConfig(settings, process.env);
  const named = models.filter((model) => /\.gguf$/i.test(model)).map((file) => path.resolve(file));
  const files = localModelNames([...new Set([...localModels, ...named])]);
  const fileOf = (model: string) => (model.startsWith('local/') ? files.get(model.slice('local/'.length)) : undefined);
  const known = new Map<string, Promise<LicenceNote>>();
  return (model) => {
    const note = known.get(model) ?? licenceNoteOf(model, { said: said ?? new Map(), fileOf });
    known.set(model, note);
    return note;
  };
}
