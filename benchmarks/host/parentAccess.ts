import type { MessageConnection } from 'vscode-jsonrpc';
import { z } from 'zod';
import { ParentModels } from '../../runtime/gateway/host/parentModels';
import type { ModelEntry } from '../../runtime/gateway/protocol';
import { cancellable } from '../../runtime/host/cancellable';
import type { ModelAccess, ModelFacts } from '../core/runs/modelAccess';
import * as protocol from './protocol';

/** The parent is our own program: only what is read here is looked at. */
const isEntry = (value: unknown) =>
  typeof value === 'object' && value !== null && 'model' in value && 'usable' in value;
const entriesSchema = z.array(z.custom<ModelEntry>(isEntry));

/** Models of the window: each call goes to the extension, which hands it to the gateway's process. */
export function parentAccess(connection: MessageConnection): ModelAccess {
  const models = new ParentModels(connection, { generate: protocol.generate, generateEvent: protocol.generateEvent });
  return {
    generate: (request, signal) => models.generate(request, signal),
    facts: async (wanted, signal) => {
      const entries = entriesSchema.parse(
        await cancellable(signal, (token) => connection.sendRequest(protocol.listModels, token)),
      );
      const known = new Map(entries.map((entry) => [entry.model.id, entry]));
      return new Map(
        wanted.flatMap((id): readonly (readonly [string, ModelFacts])[] => {
          const entry = known.get(id);
          return entry === undefined ? [] : [[id, factsOf(entry)]];
        }),
      );
    },
  };
}

function factsOf({ model, usable, problem }: ModelEntry): ModelFacts {
  const { id, provider, locality, price, contextTokens, maxOutputTokens } = model;
  return {
    // Where a provider is reached is not told to this process; its id stands for it.
    ...{ id, endpoint: `provider ${provider}`, locality, price, contextTokens, maxOutputTokens },
    problem: usable ? undefined : (problem ?? 'It cannot be called now.'),
  };
}
