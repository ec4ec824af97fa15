import { CancellationTokenSource, ResponseError, type MessageConnection } from 'vscode-jsonrpc';
import { z } from 'zod';
import { GatewayError } from '../gatewayError';
import { hostEvent, hostGenerate, type HostEvent } from '../protocol';
import type { CallHost } from '../providers/hostProvider';
import { hostAnswerSchema, hostEventSchema } from './requestSchemas';

const errorData = z.object({ message: z.string(), action: z.string() });

/** Calls models of the editor over the line to the extension host. */
export class HostCalls {
  private readonly listeners = new Map<string, (event: HostEvent['event']) => void>();

  constructor(private readonly connection: MessageConnection) {
    connection.onNotification(hostEvent, (params) => {
      const parsed = hostEventSchema.safeParse(params);
      if (parsed.success) this.listeners.get(parsed.data.id)?.(parsed.data.event);
    });
  }

  readonly call: CallHost = async ({ id, model, request }, tell, signal) => {
    signal.throwIfAborted();
    const cancel = new CancellationTokenSource();
    const onAbort = () => cancel.cancel();
    signal.addEventListener('abort', onAbort, { once: true });
    this.listeners.set(id, tell);
    try {
      return hostAnswerSchema.parse(
        await this.connection.sendRequest(hostGenerate, { id, model, request }, cancel.token),
      );
    } catch (error) {
      signal.throwIfAborted();
      const data = error instanceof ResponseError ? errorData.safeParse(error.data).data : undefined;
      if (!data) throw error;
      throw new GatewayError('unreachable', data.message, data.action, {
        model: `vscode/${model}`,
        call: id,
        reached: 'maybe',
      });
    } finally {
      this.listeners.delete(id);
      signal.removeEventListener('abort', onAbort);
      cancel.dispose();
    }
  };
}
