import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** TypeScript's own view of files, by the configuration that it finds for the folder. @param files absolute */
export function languageService(root: string, files: readonly string[]): ts.LanguageService {
  const found = ts.findConfigFile(root, (file) => ts.sys.fileExists(file));
  const parsed =
    found === undefined
      ? undefined
      : ts.parseJsonConfigFileContent(
          ts.readConfigFile(found, (file) => ts.sys.readFile(file)).config,
          ts.sys,
          path.dirname(found),
        );
  const options = parsed?.options ?? { allowJs: true };
  return ts.createLanguageService({
    getScriptFileNames: () => [...files],
    getScriptVersion: () => '1',
    getScriptSnapshot: (file) => {
      try {
        return ts.ScriptSnapshot.fromString(readFileSync(file, 'utf8'));
      } catch {
        // Asked for places where a file might be.
        return undefined;
      }
    },
    getCurrentDirectory: () => root,
    getCompilationSettings: () => options,
    getDefaultLibFileName: (settings) => ts.getDefaultLibFilePath(settings),
    fileExists: (file) => ts.sys.fileExists(file),
    readFile: (file) => ts.sys.readFile(file),
    readDirectory: (...words) => ts.sys.readDirectory(...words),
    directoryExists: (file) => ts.sys.directoryExists(file),
  });
}
