import type { CancellationToken, MessageConnection, ResponseError } from 'vscode-jsonrpc/node';
import { hostEvent, type GenerateRequest, type HostEvent } from '../../runtime/gateway/protocol';
import type { RuntimeErrorData } from '../../runtime/protocol';
import { parentAnswer } from '../childProcess/parentAnswer';

/** Calls a model of VS Code for the gateway. Resolves when its answer has ended. */
export type HostGenerate = (
  call: { readonly model: string; readonly request: GenerateRequest },
  tell: (event: HostEvent['event']) => void,
  token: CancellationToken,
) => Promise<{ readonly finish: 'stop' | 'tool-calls' }>;

/** What the child gets for a request to call a model of VS Code: its end, or an error fit for the user's eyes. */
export function answerHost(
  connection: MessageConnection,
  id: string,
  hostGenerate: HostGenerate,
  call: Parameters<HostGenerate>[0],
  token: CancellationToken,
): Promise<{ readonly finish: 'stop' | 'tool-calls' } | ResponseError<RuntimeErrorData>> {
  return parentAnswer(
    () => hostGenerate(call, (event) => void connection.sendNotification(hostEvent, { id, event }), token),
    { message: 'The model of VS Code gave no answer', action: 'Try again, or choose another model.' },
  );
}
