import type { Dendrogram } from '../protocol';

/** A join of two branches, in units of the picture: x from 0 to `leaves` - 1, heights from 0 to 1. */
export interface DrawnJoin {
  readonly left: { readonly x: number; readonly height: number };
  readonly right: { readonly x: number; readonly height: number };
  readonly height: number;
}

export interface DrawnTree {
  readonly joins: readonly DrawnJoin[];
  /** Branches at the bottom of the picture, from left to right: how many tools, and the height up to which they are one. */
  readonly branches: readonly { readonly size: number; readonly height: number }[];
  /** Whether branches were folded together. */
  readonly folded: boolean;
}

/** The upper part of a tree of any size: what joins low is folded into one branch, so that at most `most` branches are drawn. */
export function drawnTree({ leaves, merges }: Dendrogram, most: number): DrawnTree {
  const shown = merges.slice(Math.max(0, merges.length - (most - 1)));
  const first = merges.length - shown.length;
  const isShown = (node: number): boolean => node >= leaves + first;
  const places = new Map<number, { readonly x: number; readonly height: number }>();
  const branches: { size: number; height: number }[] = [];
  const place = (node: number): void => {
    const merge = node < leaves ? undefined : merges[node - leaves];
    places.set(node, { x: branches.length, height: merge?.height ?? 0 });
    branches.push({ size: merge?.size ?? 1, height: merge?.height ?? 0 });
  };
  const joins: DrawnJoin[] = [];
  // Without recursion: a chain of thousands would overflow the stack.
  const roots = rootsOf(leaves, merges);
  const open: { readonly node: number; readonly done: boolean }[] = roots
    .reverse()
    .map((node) => ({ node, done: false }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, done } = next;
    if (!isShown(node)) {
      place(node);
      continue;
    }
    const { left, right, height } = merges[node - leaves]!;
    if (!done) {
      open.push({ node, done: true }, { node: right, done: false }, { node: left, done: false });
      continue;
    }
    const [a, b] = [places.get(left)!, places.get(right)!];
    joins.push({ left: a, right: b, height });
    places.set(node, { x: (a.x + b.x) / 2, height });
  }
  return { joins, branches, folded: first > 0 };
}

/** Nodes that no merge takes up: one, where everything was joined. */
function rootsOf(leaves: number, merges: Dendrogram['merges']): number[] {
  const taken = new Set(merges.flatMap(({ left, right }) => [left, right]));
  return Array.from({ length: leaves + merges.length }, (_, node) => node).filter((node) => !taken.has(node));
}

/** Groups at a height, and how many of them are one tool alone. Heights do not fall, so that a cut is a place in the list. */
export function groupsAt(
  { leaves, merges }: Dendrogram,
  height: number,
): { readonly groups: number; readonly alone: number } {
  const joined = merges.filter((merge) => merge.height <= height);
  const together = new Set(joined.flatMap(({ left, right }) => [left, right].filter((node) => node < leaves)));
  return { groups: leaves - joined.length, alone: leaves - together.size };
}
