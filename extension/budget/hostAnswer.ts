import { ResponseError, type CancellationToken, type MessageConnection } from 'vscode-jsonrpc/node';
import { hostEvent, type GenerateRequest, type HostEvent } from '../../runtime/gateway/protocol';
import { RUNTIME_ERROR_CODE, type RuntimeErrorData } from '../../runtime/protocol';
import { RuntimeRequestError } from '../runtimeProcess/errors';

/** Calls a model of VS Code for the gateway. Resolves when its answer has ended. */
export type HostGenerate = (
  call: { readonly model: string; readonly request: GenerateRequest },
  tell: (event: HostEvent['event']) => void,
  token: CancellationToken,
) => Promise<{ readonly finish: 'stop' | 'tool-calls' }>;

/** What the child gets for a request to call a model of VS Code: its end, or an error fit for the user's eyes. */
export async function answerHost(
  connection: MessageConnection,
  id: string,
  hostGenerate: HostGenerate,
  call: Parameters<HostGenerate>[0],
  token: CancellationToken,
): Promise<{ readonly finish: 'stop' | 'tool-calls' } | ResponseError<RuntimeErrorData>> {
  try {
    return await hostGenerate(call, (event) => void connection.sendNotification(hostEvent, { id, event }), token);
  } catch (error) {
    const data: RuntimeErrorData =
      error instanceof RuntimeRequestError
        ? { kind: error.kind, message: error.message, action: error.action }
        : {
            kind: 'internal',
            message: `The model of VS Code gave no answer: ${error instanceof Error ? error.message : String(error)}`,
            action: 'Try again, or choose another model.',
          };
    return new ResponseError(RUNTIME_ERROR_CODE, data.message, data);
  }
}
