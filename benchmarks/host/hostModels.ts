import type { MessageConnection } from 'vscode-jsonrpc';
import { ParentModels } from '../../runtime/gateway/host/parentModels';
import { cancellable } from '../../runtime/host/cancellable';
import type { ModelAccess } from '../core/runs/modelAccess';
import * as protocol from './protocol';

/** Models of the parent. @param projectOf the workspace that calls are booked under */
export function hostModels(connection: MessageConnection, projectOf: () => string | undefined): ModelAccess {
  const parent = new ParentModels(connection, {
    generate: protocol.generate,
    generateEvent: protocol.generateEvent,
  });
  return {
    generate: (request, signal) => parent.generate({ ...request, project: projectOf() }, signal),
    facts: async (models, signal) => {
      const entries = await cancellable(signal, (token) => connection.sendRequest(protocol.listModels, token));
      const wanted = new Set(models);
      return new Map(
        entries
          .filter(({ model }) => wanted.has(model.id))
          .map(({ model, problem }) => {
            const { id, provider, locality, price, contextTokens, maxOutputTokens } = model;
            return [id, { id, endpoint: provider, locality, price, contextTokens, maxOutputTokens, problem }];
          }),
      );
    },
  };
}
