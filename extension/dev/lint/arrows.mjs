/**
 * ESLint rule that holds the architecture: who may import whom.
 *
 *     webviews   -> protocol files; extension in tests    benchmarks -> runtime
 *     extension  -> protocol files; runtime in tests      runtime -> nothing
 *
 * Only extension/ imports 'vscode'. A folder with an index.ts is entered from outside through that file alone.
 * A protocol file imports types and other protocol files only, so that neither end brings along code of the other; a page imports
 * nothing but types of it, because the names of requests belong to processes.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';

const houses = ['extension', 'runtime', 'benchmarks', 'webviews'];

/** A file that holds types and names which two processes share. */
const isProtocol = (file) => path.posix.basename(file) === 'protocol.ts';

const isTest = (file) => /\.(test|suite)\.ts$/.test(file) || /(^|\/)(test|testing)\//.test(file);

/** Whether a file of one house may import a file of another. Paths are relative to the project, with slashes. */
function mayImport(importer, imported) {
  const from = importer.split('/')[0];
  const to = imported.split('/')[0];
  if (from === to) return true;
  switch (from) {
    case 'benchmarks':
      return to === 'runtime';
    case 'extension':
      return isProtocol(imported) || (isTest(importer) && to === 'runtime');
    case 'webviews':
      // A page's test opens it in the frame that the extension makes for it.
      return isProtocol(imported) || (isTest(importer) && to === 'extension');
    default:
      return false;
  }
}

/** Whether nothing but types may be imported: by a page from another house, and by a protocol from what is none. */
function mustBeTypes(importer, imported) {
  if (isTest(importer)) return false;
  const ofPage = importer.startsWith('webviews/') && !imported.startsWith('webviews/');
  return ofPage || (isProtocol(importer) && !isProtocol(imported));
}

/** Whether an import, export or import type leaves nothing behind at run time. */
function isTypesOnly(node) {
  return node.type === 'TSImportType' || node.importKind === 'type' || node.exportKind === 'type';
}

/** The source file that a relative import means; without a matching file, the path as it stands. */
function resolve(root, importer, specifier) {
  const target = path.resolve(root, path.dirname(importer), specifier);
  const candidates = [target, `${target}.ts`, `${target}.tsx`, path.join(target, 'index.ts')];
  const file =
    candidates.find((candidate) => path.extname(candidate) !== '' && existsSync(candidate)) ?? `${target}.ts`;
  return path.relative(root, file).split(path.sep).join('/');
}

/** The outermost folder that has a door, holds the imported file and does not hold the importer. */
function folderWithDoor(root, importer, imported) {
  const parts = imported.split('/').slice(0, -1);
  for (let length = 1; length <= parts.length; length++) {
    const folder = parts.slice(0, length).join('/');
    if (importer.startsWith(`${folder}/`)) continue;
    if (existsSync(path.join(root, folder, 'index.ts'))) return folder;
  }
  return undefined;
}

export const arrows = {
  meta: {
    type: 'problem',
    docs: { description: 'hold the arrows between extension/, runtime/, benchmarks/ and webviews/' },
    schema: [],
    messages: {
      vscode: "Only extension/ may import 'vscode'; {{house}}/ runs without it.",
      arrow: '{{importer}} may not import {{imported}}: see "Architecture" in CONTRIBUTING.md.',
      door: 'Enter {{folder}}/ through its index.ts.',
      types: 'Import {{imported}} with `import type`: only types of it may come along.',
    },
  },
  create(context) {
    const root = context.cwd;
    const importer = path.relative(root, context.filename).split(path.sep).join('/');
    const house = importer.split('/')[0];
    if (!houses.includes(house)) return {};

    function check(node, specifier, typesOnly) {
      if (specifier === 'vscode') {
        if (house !== 'extension') context.report({ node, messageId: 'vscode', data: { house } });
        return;
      }
      if (!specifier.startsWith('.')) return;
      const imported = resolve(root, importer, specifier);
      if (!houses.includes(imported.split('/')[0])) return;
      if (!mayImport(importer, imported)) {
        context.report({ node, messageId: 'arrow', data: { importer, imported } });
        return;
      }
      if (!typesOnly && mustBeTypes(importer, imported)) {
        context.report({ node, messageId: 'types', data: { imported } });
        return;
      }
      // Helpers for tests are not part of what a folder offers.
      // A protocol takes types from where they are: the door would name what no other process may see.
      const noDoor = (isTest(importer) && isTest(imported)) || (isProtocol(importer) && typesOnly);
      const folder = noDoor ? undefined : folderWithDoor(root, importer, imported);
      // The protocol is what a folder shares with another process; its door would pull in the code behind it.
      if (folder !== undefined && imported !== `${folder}/index.ts` && !isProtocol(imported)) {
        context.report({ node, messageId: 'door', data: { folder } });
      }
    }

    const checkSource = (node) => {
      if (typeof node.source?.value === 'string') check(node.source, node.source.value, isTypesOnly(node));
    };
    return {
      ImportDeclaration: checkSource,
      ExportNamedDeclaration: checkSource,
      ExportAllDeclaration: checkSource,
      ImportExpression: checkSource,
      TSImportType: checkSource,
      CallExpression(node) {
        const [argument] = node.arguments;
        if (
          node.callee.type === 'Identifier' &&
          node.callee.name === 'require' &&
          typeof argument?.value === 'string'
        ) {
          check(argument, argument.value, false);
        }
      },
    };
  },
};
