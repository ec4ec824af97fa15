/** Shows a run in an answer of the chat as it goes. No 'vscode': the answer by its form, the translator handed in. */
import type { AgentEvent, Json, RunStatus, TraceRun, TraceStep } from '../../runtime/agent/protocol';
import type { Translate } from './approvalText';
import { escaped, inlineCode } from './fenced';

export interface AnswerStream {
  markdown(text: string): void;
  progress(text: string): void;
}

/** Characters of arguments that are shown in a line. */
const argumentCharacters = 100;
const resultCharacters = 120;

export class ChatRunView {
  /** Id of the run, as soon as there is one. */
  run: string | undefined;
  /** Files were changed, or programs run. */
  changed = false;
  private readonly said: string[] = [];
  private thinking = false;
  private closed = false;

  constructor(
    private readonly stream: AnswerStream,
    private readonly l10n: Translate,
  ) {}

  /** What the model said, for the conversation's history. */
  get text(): string {
    return this.said.join('');
  }

  readonly show = (event: AgentEvent): void => {
    if (this.closed) return;
    switch (event.type) {
      case 'run':
        this.run = event.run;
        break;
      case 'text':
        this.thinking = false;
        this.said.push(event.text);
        this.stream.markdown(event.text);
        break;
      case 'reasoning':
        if (!this.thinking) this.stream.progress(this.l10n.t('Thinking...'));
        this.thinking = true;
        break;
      case 'tool':
        this.stream.progress(`${event.title}: ${shortJson(event.input)}`);
        break;
      case 'progress':
        this.stream.progress(event.message);
        break;
      case 'step':
        this.showStep(event.step);
        break;
      case 'warning':
        this.line(`⚠ ${escaped(event.message)}`);
        break;
      case 'end':
        // A run that was resumed may have said its last words before.
        if (this.text.trim() === '' && event.text !== '') {
          this.said.push(event.text);
          this.stream.markdown(event.text);
        }
        break;
    }
  };

  /** The answer has ended: what comes now is for nobody. */
  close(): void {
    this.closed = true;
  }

  /** One line under the answer: what it took. */
  footer({ totals }: TraceRun): string {
    const tokens = totals.inputTokens + totals.outputTokens;
    const money = (totals.cost / 1e6).toLocaleString('en', {
      style: 'currency',
      currency: 'USD',
      maximumFractionDigits: 4,
    });
    return this.l10n.t(
      '{0} model calls, {1} tool calls, {2} tokens, {3}',
      ...[totals.modelCalls, totals.toolCalls, tokens.toLocaleString('en'), money],
    );
  }

  private showStep(step: TraceStep): void {
    if (step.kind === 'note') {
      this.line(escaped(step.text));
      return;
    }
    if (step.kind !== 'tool') return;
    const { name, input, output, outcome, isError, risk } = step;
    if (outcome === 'ran' && risk !== undefined && risk !== 'read') this.changed = true;
    const sign = outcome === 'refused' ? '⊘' : isError || outcome !== 'ran' ? '✕' : '✓';
    const call = inlineCode(`${name} ${shortJson(input)}`, argumentCharacters);
    // What went right is in the trace; what went wrong is said.
    const detail = outcome === 'refused' ? this.l10n.t('refused') : isError ? inlineCode(output, resultCharacters) : '';
    this.line(`${sign} ${call}${detail === '' ? '' : ` ${detail}`}`);
  }

  /** A line of ours between the model's words: a quote, so that neither can be taken for the other. */
  private line(markdown: string): void {
    this.stream.markdown(`\n\n> ${markdown}\n\n`);
  }
}

/** How a run ended, when it did not end with an answer: what happened, and what to do. */
export function endText(run: Pick<TraceRun, 'status' | 'problem'>, l10n: Translate): string | undefined {
  if (run.status === 'answered' || run.status === 'cancelled') return undefined;
  return [run.problem ?? statusText(run.status, l10n)].join(' ');
}

function statusText(status: RunStatus, l10n: Translate): string {
  switch (status) {
    case 'steps':
      return l10n.t('The limit of model calls was reached. Say "continue" to go on.');
    case 'loop':
      return l10n.t('The model repeated the same call. Ask in other words, or choose another model.');
    case 'refused':
      return l10n.t('The model call was refused. Look at the budget, or choose another model.');
    case 'interrupted':
      return l10n.t('The run was interrupted. Resume it with /resume.');
    case 'failed':
    case 'running':
    case 'answered':
    case 'cancelled':
      return l10n.t('The run failed. The trace shows how far it came.');
  }
}

function shortJson(input: Json): string {
  const text = JSON.stringify(input);
  return text.length > argumentCharacters ? `${text.slice(0, argumentCharacters - 1)}…` : text;
}
