/** What became of a command, in words for a model. */
import type { CommandOutcome } from '../sandbox';

/** The first and the last lines matter most: what was started, and how it failed. */
export function cutMiddle(text: string, characters: number): string {
  if (text.length <= characters) return text;
  const head = Math.floor(characters / 3);
  const tail = characters - head;
  return `${text.slice(0, head)}\n[… ${text.length - characters} characters left out …]\n${text.slice(-tail)}`;
}

export function endText({ ended, code, usage }: CommandOutcome): string {
  const seconds = `${(usage.wallMs / 1000).toFixed(1)} s`;
  switch (ended) {
    case 'exit':
      return `exit status ${code ?? 'unknown'} after ${seconds}`;
    case 'wall':
      return `ended after ${seconds}: it took longer than it may`;
    case 'cpu':
      return `ended after ${seconds}: it used more processor time than it may`;
    case 'memory':
      return `ended after ${seconds}: it used more memory than it may`;
    case 'output':
      return `ended after ${seconds}: it wrote more output than it may`;
    case 'scratch':
      return `ended after ${seconds}: it wrote more files than it may`;
    case 'cancelled':
      return 'cancelled';
    case 'set-up':
      return 'never started: the sandbox could not be set up';
  }
}

// eslint-disable-next-line no-control-regex -- colours of terminals
const COLOURS = /\u001b\[[0-9;?]*[A-Za-z]/g;

export function plain(text: string): string {
  return text.replace(COLOURS, '').replace(/\r\n?/g, '\n');
}

/** @param characters at most, of each stream */
export function outcomeText(outcome: CommandOutcome, characters = 8_000): string {
  const parts = [endText(outcome)];
  for (const [name, text] of [
    ['stdout', outcome.stdout],
    ['stderr', outcome.stderr],
  ] as const) {
    const shown = plain(text).trimEnd();
    if (shown !== '') parts.push(`${name}:\n${cutMiddle(shown, characters)}`);
  }
  if (outcome.changesProblem !== undefined) parts.push(outcome.changesProblem);
  return parts.join('\n');
}
