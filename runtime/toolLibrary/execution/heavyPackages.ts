import type { ToolRecord } from '../types';

/** Packages of Python whose loading takes longer than most tools' calls: a runner that is started again should have them. */
const HEAVY = ['numpy', 'scipy', 'sympy', 'pandas', 'networkx', 'pydantic'];

export function heavyPackages(tools: readonly Pick<ToolRecord, 'kind' | 'dependencies'>[]): string[] {
  const named = new Set(
    tools
      .filter(({ kind }) => kind === 'python')
      .flatMap(({ dependencies }) => dependencies.imports.map((name) => name.split('.')[0])),
  );
  return HEAVY.filter((name) => named.has(name));
}
