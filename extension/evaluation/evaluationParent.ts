import type { CancellationToken } from 'vscode-jsonrpc';
import type { GenerateEvent, GenerateRequest, GenerateResult, ModelEntry } from '../../runtime/gateway/protocol';

/** What the evaluation's process asks of its owner: models. No 'vscode' here. */
export interface EvaluationParent {
  /** Sends a model call through the gateway. */
  generate(
    request: GenerateRequest,
    tell: (event: GenerateEvent) => void,
    token: CancellationToken,
  ): Promise<GenerateResult>;
  models(): Promise<readonly ModelEntry[]>;
}
