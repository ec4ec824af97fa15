import * as vscode from 'vscode';
import * as protocol from '../../benchmarks/host/protocol';
import type { SampleDetailView } from '../../benchmarks/host/protocol';
import type { SampleTextPart } from '../../webviews/locobench/protocol';
import type { EvaluationClient } from './evaluationClient';

const languages: Readonly<Record<SampleTextPart, string>> = {
  prompt: 'markdown',
  answer: 'markdown',
  diff: 'diff',
  logs: 'log',
};

/** A text of a sample in an editor of its own, where it can be searched and kept. Nothing is written before the user saves it. */
export async function openSampleText(
  client: EvaluationClient,
  { run, index, part }: { readonly run: string; readonly index: number; readonly part: SampleTextPart },
): Promise<void> {
  const sample = await client.ask(protocol.readSample, { run, index });
  const document = await vscode.workspace.openTextDocument({
    content: textOf(sample, part),
    language: languages[part],
  });
  await vscode.window.showTextDocument(document, { preview: true });
}

function textOf(sample: SampleDetailView, part: SampleTextPart): string {
  switch (part) {
    case 'prompt':
      return sample.prompt;
    case 'answer':
      return sample.solution?.text ?? '';
    case 'diff':
      return evidenceText(sample, 'diff');
    case 'logs':
      return [sample.log, evidenceText(sample, 'logs')].filter((text) => text !== '').join('\n\n');
  }
}

/** What the scorer kept under a name: a text, or a list of steps with texts. */
function evidenceText({ score }: SampleDetailView, name: 'diff' | 'logs'): string {
  const { evidence } = score ?? {};
  if (typeof evidence !== 'object' || evidence === null) return '';
  const value: unknown = Object.entries(evidence).find(([key]) => key === name)?.[1];
  if (typeof value === 'string') return value;
  return value === undefined ? '' : JSON.stringify(value, null, 2);
}
