import { fileURLToPath } from 'node:url';

/**
 * One name for a file, whether it is given as a path or as a URI: by it the document's own copy among the sources is
 * known. Cells belong to the file of their notebook.
 */
export function sourcePathOf(pathOrUri: string): string {
  const uri = pathOrUri.replace(/^vscode-notebook-cell:/, 'file:').replace(/^(file:.*)#.*$/, '$1');
  const path = uri.startsWith('file:') ? pathOfUri(uri) : uri;
  // The file systems of Windows ignore case, and drive letters come in both.
  return process.platform === 'win32' ? path.replaceAll('\\', '/').toLowerCase() : path;
}

function pathOfUri(uri: string): string {
  try {
    return fileURLToPath(uri);
  } catch {
    // A remote authority, or no path in it: the URI itself is the name.
    return uri;
  }
}
