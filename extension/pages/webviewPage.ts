/** What a page of webviews/ needs to be served, by a webview or (in the browser tests) by an HTTP server. */
export interface WebviewPage {
  /** BCP 47 tag of the texts' language. */
  readonly locale: string;
  readonly title: string;
  /** Where scripts, styles, fonts and images may come from: `webview.cspSource`. */
  readonly cspSource: string;
  /** A fresh random value; only the script that carries it runs. */
  readonly nonce: string;
  readonly scriptUri: string;
  readonly styleUri: string;
}

/** Nothing but the page's own script, styles, fonts and images; no network, no inline code. */
export function contentSecurityPolicy(page: Pick<WebviewPage, 'cspSource' | 'nonce'>): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${page.nonce}'`,
    `style-src ${page.cspSource}`,
    `font-src ${page.cspSource}`,
    `img-src ${page.cspSource} data:`,
    "connect-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ');
}

/** The document of a page: an empty body that the page's script fills. */
export function webviewPage(page: WebviewPage): string {
  return `<!DOCTYPE html>
<html lang="${escapeHtml(page.locale)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(contentSecurityPolicy(page))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(page.title)}</title>
<link rel="stylesheet" href="${escapeHtml(page.styleUri)}">
</head>
<body>
<script nonce="${escapeHtml(page.nonce)}" src="${escapeHtml(page.scriptUri)}"></script>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
