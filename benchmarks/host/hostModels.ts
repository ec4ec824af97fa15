import type { MessageConnection } from 'vscode-jsonrpc';
import { ParentModels } from '../../runtime/gateway/host/parentModels';
import { cancellable } from '../../runtime/host/cancellable';
import { modelFacts, type ModelAccess } from '../core/runs/modelAccess';
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
      return modelFacts(entries, models);
    },
  };
}
