/** `whetstone userbench run --policy` on tasks of a repository: scripts play, and no model is asked. */
import type { CommandOutput } from '../../core/commandOutput';
import type { PolicyRow } from '../../userbench/workspace/scoring/policyRows';

interface Values {
  readonly mode: 'choice' | 'patch';
  readonly seed: number;
  readonly execute: boolean;
  readonly turns?: number;
  readonly json?: true;
}

export async function playOnRepository(
  folder: string,
  { mode, seed, execute, turns, json }: Values,
  policy: string,
  output: CommandOutput,
  signal: AbortSignal,
): Promise<void> {
  const { policyRows } = await import('../../userbench/workspace/scoring/policyRows');
  const onProgress = (text: string) => output.progress(text, false);
  const policies = await policyRows(folder, { mode, policy, seed, execute, turns, signal, onProgress });
  output.answer(json === true, { set: folder, mode, policies }, () => policies.map(textOf).join('\n'));
}

function textOf({ name, n, score, theory, gatePasses }: PolicyRow): string {
  const points = (value: number) => (100 * value).toFixed(1);
  const gate = gatePasses === undefined ? '' : `, gate holds in ${points(gatePasses)} %`;
  const said = { exactly: 'has to be', expected: 'expected', least: 'at least' }[theory.kind];
  return `${name}: ${points(score.mean)} of 100 (${points(score.low)} to ${points(score.high)}, n = ${n}; ${said} ${points(theory.value)})${gate}`;
}
