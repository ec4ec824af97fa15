import { button, element, fill } from '../shared/dom';
import type { ModelTexts } from './modelTexts';
import type { ModelAct, ModelRow } from './protocol';

export type OnAct = (act: ModelAct, model: string) => void;

/** Brings a cell's lines up to date and leaves those that did not change where they are: a selection in them stays. */
function setLines(cell: HTMLElement, lines: readonly (readonly [className: string, text: string])[]): void {
  const present = [...cell.querySelectorAll<HTMLElement>(':scope > .line')];
  lines.forEach(([className, text], index) => {
    const line = present[index] ?? cell.appendChild(element('div', { class: 'line' }));
    const wanted = `line ${className}`;
    if (line.className !== wanted) line.className = wanted;
    if (line.textContent !== text) line.textContent = text;
  });
  for (const line of present.slice(lines.length)) line.remove();
}

export function modelCell(texts: ModelTexts): (cell: HTMLElement, row: ModelRow) => void {
  return (cell, row) => {
    const kind = texts.kind(row);
    setLines(cell, [
      ['name', row.title],
      ...(kind === '' ? [] : [['detail', kind] as const]),
      ...(row.goodFor === undefined ? [] : [['purpose', row.goodFor] as const]),
      ...(row.source === undefined ? [] : [['detail source', row.source] as const]),
    ]);
  };
}

/** State, progress in place, and what went wrong with what to do about it. */
export function stateCell(texts: ModelTexts): (cell: HTMLElement, row: ModelRow) => void {
  return (cell, row) => {
    const share = texts.share(row);
    const progress = texts.progress(row);
    const going = row.work !== undefined || row.state === 'downloading';
    setLines(cell, [
      [`state state-${row.used ? 'used' : row.state}`, `${texts.sign(row)} ${texts.state(row)}`],
      ...(share === undefined || !(going || row.state === 'partial')
        ? []
        : [['detail', [texts.numbers.percent(share), progress].filter(Boolean).join(' · ')] as const]),
      ...(row.download?.waiting !== undefined && going ? [['detail', row.download.waiting] as const] : []),
      ...(row.remark === undefined ? [] : [['detail', row.remark] as const]),
      ...(row.problem === undefined
        ? []
        : [['problem', `✕ ${row.problem.message}`] as const, ['problem-action', row.problem.action] as const]),
    ]);
    setProgress(cell, going, share, fill(texts.strings.spokenProgress, row.title, texts.state(row), ''));
  };
}

function setProgress(cell: HTMLElement, going: boolean, share: number | undefined, label: string): void {
  const present = cell.querySelector('progress');
  if (!going) {
    present?.remove();
    return;
  }
  const bar = present ?? element('progress', { max: 1 });
  if (!present) cell.firstElementChild?.after(bar);
  bar.setAttribute('aria-label', label);
  if (share === undefined) bar.removeAttribute('value');
  else bar.value = share;
}

export function licenceCell(texts: ModelTexts, onAct: OnAct): (cell: HTMLElement, row: ModelRow) => void {
  return (cell, row) => {
    const { licence } = row;
    setLines(cell, licence ? [] : [['', texts.strings.none]]);
    if (!licence) return;
    const label = fill(texts.strings.licenceFor, row.title);
    const link =
      cell.querySelector('button') ??
      cell.appendChild(button('', () => onAct('licence', row.id), { class: 'link', 'aria-haspopup': 'dialog' }));
    if (link.textContent !== licence.name) link.textContent = licence.name;
    // Begins with the visible name, so that it can be spoken to.
    link.setAttribute('aria-label', `${licence.name}, ${label}`);
    const note = texts.licence(row).slice(licence.name.length + 2);
    const present = cell.querySelector('.detail') ?? cell.appendChild(element('div', { class: 'detail' }));
    if (present.textContent !== note) present.textContent = note;
  };
}

export function memoryCell(texts: ModelTexts): (cell: HTMLElement, row: ModelRow) => void {
  return (cell, row) =>
    setLines(cell, [
      [`verdict verdict-${row.fit.verdict}`, `${texts.verdictSign(row)} ${texts.verdict(row)}`],
      ...texts.memory(row).map((line) => ['detail', line] as const),
    ]);
}

export function speedCell(texts: ModelTexts): (cell: HTMLElement, row: ModelRow) => void {
  return (cell, row) =>
    setLines(
      cell,
      texts.speed(row).map((line, index) => [row.speed && index === 0 ? 'figure' : 'detail', line] as const),
    );
}

/** The one main button, and the others after it. A button that stays possible stays the same element, with its focus. */
export function actionsCell(texts: ModelTexts, onAct: OnAct): (cell: HTMLElement, row: ModelRow) => void {
  return (cell, row) => {
    const box = cell.querySelector<HTMLElement>('.acts') ?? cell.appendChild(element('div', { class: 'acts' }));
    const wanted: readonly ModelAct[] = row.main ? [row.main, ...row.more] : row.more;
    const present = new Map(
      [...box.querySelectorAll('button')].map((control) => [control.dataset.act ?? '', control] as const),
    );
    const focused = [...present.values()].find((control) => control === document.activeElement);
    const controls = wanted.map((act) => {
      const control = present.get(act) ?? newButton(texts, act, row, onAct);
      control.className = act === row.main ? 'main' : 'secondary';
      return control;
    });
    if (controls.length === present.size && controls.every((control, index) => control === box.children[index])) return;
    box.replaceChildren(...controls);
    // What was pressed may be gone: the focus goes to what took its place, not to the top of the page.
    const next = focused && controls.includes(focused) ? focused : controls[0];
    if (focused) next?.focus();
  };
}

function newButton(texts: ModelTexts, act: ModelAct, row: ModelRow, onAct: OnAct): HTMLButtonElement {
  const label = texts.strings.acts[act];
  return button(label, () => onAct(act, row.id), {
    'data-act': act,
    'aria-label': fill(texts.strings.actOn, label, row.title),
  });
}
