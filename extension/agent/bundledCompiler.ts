import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * Names the TypeScript compiler that VS Code brings along, for functions of workspaces that have none.
 * @param appRoot folder of VS Code's own program
 */
export function compilerArguments(appRoot: string): readonly string[] {
  const folder = path.join(appRoot, 'extensions', 'node_modules', 'typescript');
  return existsSync(path.join(folder, 'package.json')) ? ['--compiler', folder] : [];
}
