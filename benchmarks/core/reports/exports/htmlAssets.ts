/** Style and script of the exported page; the page allows them by their hashes and nothing else. */

export const STYLE = `
:root { color-scheme: light dark; --ground: #ffffff; --text: #1f2328; --soft: #59636e; --line: #d1d9e0; --head: #f6f8fa;
  --c0: #0969da; --c1: #bc4c00; --c2: #1a7f37; --c3: #8250df; --c4: #cf222e; --c5: #0b7285; --c6: #9a6700; --c7: #bf3989; }
@media (prefers-color-scheme: dark) { :root { --ground: #0d1117; --text: #e6edf3; --soft: #9198a1; --line: #3d444d; --head: #151b23;
  --c0: #4493f8; --c1: #f0883e; --c2: #3fb950; --c3: #ab7df8; --c4: #f85149; --c5: #39c5cf; --c6: #d29922; --c7: #db61a2; } }
@media (forced-colors: active) { .dot, .interval, .line { forced-color-adjust: none; } }
body { margin: 0 auto; max-width: 1100px; padding: 24px; background: var(--ground); color: var(--text);
  font: 14px/1.5 system-ui, sans-serif; }
h1 { font-size: 24px; margin: 0 0 4px; overflow-wrap: anywhere; } h2 { font-size: 18px; margin: 32px 0 8px; }
.scroll { overflow-x: auto; margin: 12px 0; border: 1px solid var(--line); border-radius: 6px; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: left; padding: 8px 10px; color: var(--soft); }
th, td { text-align: left; padding: 5px 10px; border-top: 1px solid var(--line); vertical-align: top; max-width: 420px; overflow-wrap: break-word; }
thead th { background: var(--head); white-space: nowrap; } tbody th { font-weight: 600; }
td.number { text-align: right; white-space: nowrap; } .grey, .soft { color: var(--soft); } td.grey { font-style: italic; }
th button { font: inherit; font-weight: 600; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; }
th[aria-sort=ascending] button::after { content: ' \\2191'; } th[aria-sort=descending] button::after { content: ' \\2193'; }
:focus-visible { outline: 2px solid var(--c0); outline-offset: 2px; }
figure { margin: 16px 0; } figcaption { color: var(--soft); } svg { max-width: 100%; height: auto; }
.label { fill: var(--text); font-size: 12px; } .grid { stroke: var(--line); }
.interval { stroke-width: 3; opacity: .55; } .line { fill: none; stroke-width: 2; }
${Array.from({ length: 8 }, (_, i) => `.c${i} { stroke: var(--c${i}); } .dot.c${i} { fill: var(--c${i}); }`).join('\n')}
@media print { .scroll { overflow: visible; } }
`;

/** Sorts tables by a click on a column's head; without it the page reads as it is. */
export const SCRIPT = `
for (const table of document.querySelectorAll('table.sortable')) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement('button');
    button.textContent = head.textContent || 'Name';
    head.replaceChildren(button);
    button.addEventListener('click', () => {
      const up = head.getAttribute('aria-sort') === 'descending';
      for (const other of heads) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', up ? 'ascending' : 'descending');
      const key = (row) => row.cells[column].dataset.sort;
      const compare = (a, b) => a === '' || b === '' || isNaN(a) || isNaN(b) ? a.localeCompare(b) : a - b;
      const rows = [...table.tBodies[0].rows].sort((a, b) => (up ? 1 : -1) * compare(key(a), key(b)));
      table.tBodies[0].replaceChildren(...rows);
    });
  });
}
`;
