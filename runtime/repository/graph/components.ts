/** Lists of neighbours by number of a node. */
export type Adjacency = readonly (readonly number[])[];

export interface Components {
  /** Number of the component of each node; a component has a smaller number than those that lead to it. */
  readonly of: Int32Array;
  readonly members: readonly (readonly number[])[];
}

/** Strongly connected components (Tarjan 1972, doi:10.1137/0201010), without recursion: chains of imports may be long. */
export function stronglyConnected(edges: Adjacency): Components {
  const count = edges.length;
  const order = new Int32Array(count).fill(-1);
  const low = new Int32Array(count);
  const of = new Int32Array(count).fill(-1);
  const next = new Int32Array(count);
  const open: number[] = [];
  const members: number[][] = [];
  let time = 0;
  for (let start = 0; start < count; start++) {
    if (order[start] !== -1) continue;
    const path = [start];
    order[start] = low[start] = time++;
    open.push(start);
    while (path.length > 0) {
      const node = path.at(-1)!;
      const neighbour = edges[node]![next[node]!];
      if (neighbour === undefined) {
        path.pop();
        const above = path.at(-1);
        if (above !== undefined) low[above] = Math.min(low[above]!, low[node]!);
        if (low[node] !== order[node]) continue;
        const component: number[] = [];
        for (;;) {
          const member = open.pop()!;
          of[member] = members.length;
          component.push(member);
          if (member === node) break;
        }
        members.push(component.sort((a, b) => a - b));
        continue;
      }
      next[node]!++;
      if (order[neighbour] === -1) {
        order[neighbour] = low[neighbour] = time++;
        open.push(neighbour);
        path.push(neighbour);
      } else if (of[neighbour] === -1) {
        low[node] = Math.min(low[node]!, order[neighbour]!);
      }
    }
  }
  return { of, members };
}

/** Longest way to a node that leads nowhere, over components: 0 for those. */
export function layersOf(edges: Adjacency, { of, members }: Components): Int32Array {
  const ofComponent = new Int32Array(members.length);
  // Components come after those that they lead to.
  members.forEach((nodes, component) => {
    for (const node of nodes) {
      for (const neighbour of edges[node]!) {
        const other = of[neighbour]!;
        if (other !== component) ofComponent[component] = Math.max(ofComponent[component]!, ofComponent[other]! + 1);
      }
    }
  });
  return of.map((component) => ofComponent[component]!);
}
