/** Groups of tools whose code is the same, with or without its constants. Nothing was run. */
import type { SparseVector } from '../retrieval';
import { callsOther, type KnownTool } from './knownTool';
import { sameMeaning } from './sameMeaning';
import type { DifferingConstant } from './types';

export type VectorOf = (tool: KnownTool) => SparseVector;

/** Code that stands in more places is a pattern, of which nobody wants to be told. */
const mostMembers = 40;
/** Shorter code is often the same by chance: then texts have to be like each other. Tokens. */
const surelyCopied = 30;
/** More of them make another function. */
const mostConstants = 4;

export async function sameCode(
  tools: readonly KnownTool[],
  vectorOf: VectorOf,
): Promise<readonly (readonly KnownTool[])[]> {
  const own = withoutCallers(tools);
  if (own.length < 2 || own.length > mostMembers) return [];
  if ((own[0]?.form?.length ?? 0) >= surelyCopied) return [own];
  return (await sameMeaning(own, vectorOf)).filter(({ length }) => length > 1);
}

/** Groups in which some code differs in constants. */
export async function sameShape(
  tools: readonly KnownTool[],
  vectorOf: VectorOf,
): Promise<readonly (readonly KnownTool[])[]> {
  const own = withoutCallers(tools);
  if (own.length < 2 || own.length > mostMembers) return [];
  const alike = await sameMeaning(own, vectorOf);
  return alike.flatMap((members) => {
    const [first] = members;
    const near = members.filter((each) => first !== undefined && differing(first, each).length <= mostConstants);
    return new Set(near.map(({ form }) => form?.hash)).size > 1 ? [near] : [];
  });
}

/** Constants of one in whose place another has others; both have code of the same shape. */
export function differing(one: KnownTool, other: KnownTool): readonly DifferingConstant[] {
  const theirs = other.form?.constants ?? [];
  return (one.form?.constants ?? []).flatMap((own, at) => {
    const there = theirs[at];
    return there === undefined || there === own ? [] : [{ own, other: there }];
  });
}

/** What calls another one of them is a short form of it, and no copy. */
function withoutCallers(tools: readonly KnownTool[]): readonly KnownTool[] {
  if (tools.length > mostMembers) return tools;
  return tools.filter((tool) => !tools.some((other) => other !== tool && callsOther(tool, other)));
}
