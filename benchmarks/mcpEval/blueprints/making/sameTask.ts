import { canonicalJson } from '../../../core/runs/canonicalJson';
import type { Blueprint } from '../blueprint';

type Told = Pick<Blueprint, 'instruction' | 'actions' | 'servers' | 'files'>;

/** The same wish in the same words, or the same calls on the same beginning state. */
export function sameTask(a: Told, b: Told): boolean {
  if (plain(a.instruction) === plain(b.instruction)) return true;
  return canonicalJson(a.files) === canonicalJson(b.files) && callsOf(a) === callsOf(b);
}

const plain = (text: string) =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const callsOf = ({ actions }: Told) =>
  canonicalJson(actions.map(({ tool_name: tool, tool_parameters: input }) => [tool, input]));
