import * as vscode from 'vscode';
import type { RewriteParams, TokenConfidence } from '../../runtime/protocol';
import { readSetting } from '../contributions/configuration';
import { cellTexts } from '../infill/context/contextBuilder';
import { linesOf } from '../infill/documentText';
import type { CancelSignal, ModelRequests, RequestProblem } from '../infill/modelRequests';
import { copyReach } from '../infill/sources/copyReach';
import type { DocumentSpan } from './documentSpan';
import { rewriteParams, type RewriteJob } from './rewriteJob';
import { RewriteText, type ContextBudget } from './rewriteText';

/** As much around each span as suggestions get; and a bound for the runtime, which cuts by tokens itself. */
const budget: ContextBudget = { before: 20_000, after: 6000, all: 60_000 };

/** Questions about spans of a document, as it is now. */
export interface ModelQuestion {
  readonly text: RewriteText;
  /** @returns what takes the spans' places; undefined when cancelled or failed */
  rewrite(
    requests: ModelRequests,
    job: RewriteJob,
    keep: number,
    number: number,
    signal: AbortSignal,
    failed: (problem: RequestProblem) => void,
  ): Promise<readonly string[] | undefined>;
  /** @returns the tokens of the first span; undefined when cancelled or failed */
  confidence(
    requests: ModelRequests,
    signal: AbortSignal,
    failed: (problem: RequestProblem) => void,
  ): Promise<readonly TokenConfidence[] | undefined>;
}

/** @param spans in ascending order, not overlapping, at least one */
export function askAbout(document: vscode.TextDocument, spans: readonly DocumentSpan[]): ModelQuestion {
  const text = new RewriteText(linesOf(document), spans, budget, cellTexts(document));
  const request = (): Pick<RewriteParams, 'model' | 'session' | 'languageId' | 'copy'> => ({
    model: readSetting('whetstone.infill.model'),
    session: document.uri.toString(),
    languageId: document.languageId,
    copy: copyReach(document),
  });
  return {
    text,
    async rewrite(requests, job, keep, number, signal, failed) {
      const params = rewriteParams(job, text, request(), keep, number);
      const result = await withToken(signal, (token) => requests.rewrite(params, token, failed));
      // Without tokens the model has nothing to say: then what stands there stays, also the mark of a gap.
      return result?.spans.map((span, index) => (span.tokens.length > 0 ? span.text : (job.oldTexts[index] ?? '')));
    },
    async confidence(requests, signal, failed) {
      const { model, session, languageId } = request();
      const { start, end } = text.spans[0] ?? { start: 0, end: 0 };
      const params = { model, session, languageId, text: text.text, start, end };
      const result = await withToken(signal, (token) => requests.tokenConfidence(params, token, failed));
      return result?.tokens;
    },
  };
}

async function withToken<T>(signal: AbortSignal, ask: (token: CancelSignal) => Promise<T>): Promise<T> {
  const source = new vscode.CancellationTokenSource();
  const cancel = (): void => source.cancel();
  signal.addEventListener('abort', cancel);
  if (signal.aborted) cancel();
  try {
    return await ask(source.token);
  } finally {
    signal.removeEventListener('abort', cancel);
    source.dispose();
  }
}
