export const nodeVersion: string;
export function isNewEnough(version?: string): boolean;
export function nodePackage(platform?: NodeJS.Platform, arch?: string): string;
export function nodeExecutable(root: string): { readonly folder: string; readonly executable: string };
export function installNode24(root: string, npm: (cwd: string, args: readonly string[]) => number): string;
export function replaceBy(executable: string, args: readonly string[], root: string): never;
