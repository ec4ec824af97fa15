import assert from 'node:assert/strict';
import type { Place } from './offerTracker';
import { SuggestionWatch } from './suggestionChanceWatch';

/** A document with a cursor, edited as an editor would, and a watch that hears of it. */
class Desk {
  readonly outcomes: (readonly [id: string, kept: number])[] = [];
  readonly watch = new SuggestionWatch();
  private lines: string[];
  private cursor: Place;

  /** @param text with the cursor at `‸` */
  constructor(text: string) {
    this.lines = text.replace('‸', '').split('\n');
    const before = text.slice(0, text.indexOf('‸')).split('\n');
    this.cursor = { line: before.length - 1, character: before.at(-1)!.length };
  }

  suggest(id: string, text: string): this {
    const ended = (kept: number) => this.outcomes.push([id, kept]);
    this.watch.add({ id, document: 'd', at: this.cursor, text, ended }, this.source);
    return this;
  }

  /** Each character is a key press; a line end brings its indentation along. */
  type(text: string): this {
    for (const key of text.match(/\n[ \t]*|[^\n]/g) ?? []) this.insert(key);
    return this;
  }

  insert(text: string, options: { back?: number; over?: number; cursor?: number; accepted?: boolean } = {}): this {
    const { back = 0, over = 0, cursor = text.length, accepted = false } = options;
    const start = { ...this.cursor, character: this.cursor.character - back };
    const end = { ...this.cursor, character: this.cursor.character + over };
    this.change(start, end, text, accepted);
    const parts = text.slice(0, cursor).split('\n');
    const first = parts.length === 1 ? start.character : 0;
    return this.go(start.line + parts.length - 1, first + parts.at(-1)!.length);
  }

  change(start: Place, end: Place, text: string, accepted = false): this {
    const [before, after] = [
      this.lines[start.line]!.slice(0, start.character),
      this.lines[end.line]!.slice(end.character),
    ];
    this.lines.splice(start.line, end.line - start.line + 1, ...`${before}${text}${after}`.split('\n'));
    this.watch.changed('d', this.source, [{ start, end, replaced: end.character - start.character, text }], accepted);
    return this;
  }

  go(line: number, character: number): this {
    this.cursor = { line, character };
    this.watch.cursorAt('d', this.cursor, this.source);
    return this;
  }

  private get source() {
    return { lineCount: this.lines.length, line: (index: number) => this.lines[index] ?? '' };
  }
}

const ends = (desk: Desk, ...outcomes: number[]) =>
  assert.deepEqual(
    desk.outcomes.map(([, kept]) => kept),
    outcomes,
  );

describe('what is written where a suggestion was made', () => {
  it('is the suggestion, when the user types it and begins a new line', () => {
    const desk = new Desk('x = ‸').suggest('1', 'y + 1').type('y + 1');
    ends(desk);
    ends(desk.type('\n'), 1);
  });

  it('is the suggestion, when the cursor goes elsewhere', () => {
    ends(new Desk('x = ‸\ny').suggest('1', '1').type('1').go(1, 0), 1);
  });

  it('is another, at the first other character', () => {
    ends(new Desk('x = ‸').suggest('1', 'y + 1').type('y - '), 0);
  });

  it('is another, when it goes on where the suggestion ended', () => {
    ends(new Desk('x = ‸').suggest('1', 'y').type('y + '), 0);
    ends(new Desk('x = ‸').suggest('1', 'item').type('items'), 0);
  });

  it('is the suggestion, when what followed is typed over', () => {
    ends(new Desk('f(‸)').suggest('1', 'x').type('x').insert(')', { over: 1 }), 1);
  });

  it('is the suggestion, with brackets that the editor closed meanwhile', () => {
    const desk = new Desk('x = ‸').suggest('1', 'f(a)');
    ends(desk.type('f').insert('()', { cursor: 1 }).type('a').insert(')', { over: 1 }).type('\n'), 1);
  });

  it('is the suggestion over several lines, indented by the editor', () => {
    ends(new Desk('if a:\n    ‸').suggest('1', 'b()\n    c()').type('b()\n    c()\n    '), 1);
    ends(new Desk('if a:\n    ‸').suggest('1', 'b()\nc()').type('b()\n    ').type('d'), 0);
  });

  it('is the suggestion, when a selected item of a list brings a part of it', () => {
    ends(new Desk('x = re‸').suggest('1', 'sult').insert('result', { back: 2 }).type('\n'), 1);
  });

  it('is the suggestion at once, when it is accepted', () => {
    ends(new Desk('x = ‸').suggest('1', 'y').insert('y', { accepted: true }), 1);
    ends(new Desk('x = ‸').suggest('1', 'abc').type('a').insert('bc', { accepted: true }), 1);
  });

  it('is not the first alternative, when another one is accepted', () => {
    ends(new Desk('x = ‸').suggest('1', 'y').insert('z', { accepted: true }), 0);
  });

  it('goes on over deleted characters of the suggestion, and over edits elsewhere', () => {
    const desk = new Desk('a\nx = ‸\nb').suggest('1', 'yz').type('y').insert('', { back: 1 });
    desk.change({ line: 0, character: 0 }, { line: 0, character: 0 }, 'one\ntwo').go(2, 4);
    desk.change({ line: 3, character: 0 }, { line: 3, character: 1 }, 'c');
    ends(desk);
    ends(desk.type('yz').type('\n'), 1);
  });

  it('is not known, when the user goes away first or changes the text around', () => {
    ends(new Desk('x = ‸\ny').suggest('1', 'abc').type('a').go(1, 0).type('z'));
    ends(new Desk('x = ‸').suggest('1', 'abc').insert('', { back: 2 }).type('z'));
    ends(new Desk('x = ‸ + 1').suggest('1', 'abc').insert('', { over: 4 }).type('z'));
    ends(new Desk('x = ‸').suggest('1', 'f(a)').insert('f()', { cursor: 2 }).type('b'));
  });

  it('is told once, and of each suggestion by itself', () => {
    const desk = new Desk('x = ‸').suggest('1', 'y').type('y').suggest('2', ' + 1').type(' + 1').type('\n');
    assert.deepEqual(desk.outcomes, [
      ['1', 0],
      ['2', 1],
    ]);
    desk.watch.conclude('2', 0);
    assert.equal(desk.outcomes.length, 2);
  });

  it('can be told from outside, and a newer suggestion at the same place replaces an older one', () => {
    const desk = new Desk('x = ‸').suggest('1', 'abc').suggest('2', 'abd').type('a');
    desk.watch.conclude('2', 0.5);
    desk.type('z');
    assert.deepEqual(desk.outcomes, [['2', 0.5]]);
  });

  it('of a closed document is not known', () => {
    const desk = new Desk('x = ‸').suggest('1', 'a');
    desk.watch.closed('d');
    ends(desk.type('b'));
  });
});
