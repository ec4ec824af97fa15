/**
 * Every place that means one exported name, across files, or the reason why nobody can be certain. A namespace that is passed on as a
 * value, an import that leads nowhere, a text that could be the name in use: each of them makes it uncertain.
 */
import type { Refusal } from '../changes/testOutcomes';
import { languageDoubt } from './languageDoubt';
import type { FileNames, Link, LinkName, NameToken } from './names/types';
import { familyOf, type RepositoryNames } from './repositoryNames';

export interface Use {
  readonly path: string;
  readonly token: NameToken;
  /** member: behind a dot after what stands for the whole file. */
  readonly role: 'definition' | 'link' | 'export' | 'member' | 'use';
}

export interface NamedLink {
  readonly path: string;
  readonly link: Link;
  readonly name: LinkName;
}

export interface Uses {
  readonly uses: readonly Use[];
  /** Imports and re-exports that name it. */
  readonly links: readonly NamedLink[];
  /** Files that hand it on without naming it. */
  readonly handedOn: readonly string[];
}

/** A way to it: `names[0]` is exported by the file, the others are members of that. */
interface Exposure {
  readonly path: string;
  readonly names: readonly string[];
}

/** @param name that the file defines at its top level and exports under the same name */
export async function findUses(repository: RepositoryNames, path: string, name: string): Promise<Uses | Refusal> {
  const search = new Search(repository, path, name);
  return search.run();
}

class Doubt extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.detail);
  }
}

function doubt(detail: string): Doubt {
  return new Doubt({ reason: 'ambiguous', detail });
}

class Search {
  private readonly uses = new Map<string, Use>();
  private readonly links: NamedLink[] = [];
  private readonly handedOn = new Set<string>();
  private readonly linked = new Set<string>();
  private readonly seen = new Set<string>();
  private readonly waiting: Exposure[] = [];

  constructor(
    private readonly repository: RepositoryNames,
    private readonly path: string,
    private readonly name: string,
  ) {}

  async run(): Promise<Uses | Refusal> {
    try {
      const own = await this.repository.names(this.path);
      if (own === undefined) return { reason: 'broken-syntax', detail: `${this.path} is not understood` };
      this.definition(own);
      this.expose({ path: this.path, names: [this.name] });
      for (let next = this.waiting.shift(); next !== undefined; next = this.waiting.shift()) await this.follow(next);
      await this.checkOthers();
    } catch (error) {
      if (error instanceof Doubt) return error.refusal;
      throw error;
    }
    const uses = [...this.uses.values()].sort(
      (a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0) || a.token.start - b.token.start,
    );
    return { uses, links: this.links, handedOn: [...this.handedOn].sort() };
  }

  private definition(own: FileNames): void {
    const { name, path } = this;
    const binding = own.bindings.findIndex((each) => each.topmost && each.name === name);
    const exported = own.exports.filter((each) => each.name === name);
    if (exported.length === 0) throw doubt(`${path} does not export it under its name`);
    const starts = new Set(exported.map(({ at }) => at).filter((at) => at !== undefined));
    const declarations = own.bindings[binding]?.declarations ?? [];
    if (starts.size > 1 && ![...starts].every((at) => declarations.includes(at))) {
      throw doubt(`${path} exports it in more than one way`);
    }
    const isOwn = (start: number | undefined) =>
      start !== undefined && binding >= 0 && own.tokens.get(start)?.binding === binding;
    if (own.exports.some((each) => each.name === 'default' && isOwn(each.of))) {
      throw doubt(`${path} also exports it as its default, which importers name as they like`);
    }
    if (own.exports.some((each) => each.name === '=' && isOwn(each.of))) throw doubt(`${path} exports nothing but it`);
    if (own.links.some((link) => link.names.some(({ local }) => declarations.includes(local ?? -1)))) {
      throw doubt(`${path} has it from another file`);
    }
    if (familyOf(this.repository.index.file(path)?.language) === 'python' && declarations.length !== 1) {
      throw doubt(`${path} defines it ${declarations.length} times`);
    }
    if (binding >= 0) this.bindingUses(path, own, binding);
    for (const at of starts) this.use(path, own.tokens.get(at), declarations.includes(at) ? 'definition' : 'export');
    for (const { of } of exported) if (isOwn(of)) this.use(path, own.tokens.get(of!), 'export');
    for (const token of own.named.get(name) ?? []) {
      const object = token.object === undefined ? undefined : own.tokens.get(token.object);
      // exports.a() inside of the file that says exports.a = …
      if (object?.name === 'exports' && object.binding === undefined) this.use(path, token, 'member');
    }
    this.linked.add(path);
  }

  private bindingUses(path: string, names: FileNames, binding: number): void {
    const { declarations } = names.bindings[binding]!;
    for (const token of names.ofBinding.get(binding) ?? []) {
      this.use(path, token, declarations.includes(token.start) && path === this.path ? 'definition' : 'use');
    }
  }

  private use(path: string, token: NameToken | undefined, role: Use['role']): void {
    if (token === undefined) throw doubt(`a name in ${path} cannot be found again`);
    const key = `${path}:${token.start}`;
    const known = this.uses.get(key)?.role;
    if (known === undefined || known === 'use' || (known !== 'definition' && role === 'link')) {
      this.uses.set(key, { path, token, role });
    }
  }

  private expose(exposure: Exposure): void {
    const key = `${exposure.path}\n${exposure.names.join('.')}`;
    if (this.seen.has(key)) return;
    if (exposure.names.length > 6 || this.seen.size > 300) throw doubt('it is handed on too often');
    this.seen.add(key);
    this.waiting.push(exposure);
  }

  private async follow(exposure: Exposure): Promise<void> {
    for (const path of this.repository.index.importersOf(exposure.path)) {
      const names = await this.repository.names(path);
      if (names === undefined) {
        if (familyOf(this.repository.index.file(path)?.language) === undefined) throw doubt(`${path} imports it too`);
        throw new Doubt({ reason: 'broken-syntax', detail: `${path} imports it and does not parse` });
      }
      for (const link of names.links) this.followLink(exposure, path, names, link);
    }
  }

  private followLink(exposure: Exposure, path: string, names: FileNames, link: Link): void {
    const { paths } = this.repository.targetsOf(path, link);
    if (!paths.includes(exposure.path)) return;
    if (link.escapes) throw doubt(`${path} uses all of ${exposure.path} as one value`);
    for (const name of link.names) {
      const whole = name.imported === '*' || isModule(name.imported, exposure.path, link);
      if (paths.length > 1 && !whole && !isPackageOf(exposure.path, paths)) {
        if (name.imported === exposure.names[0]) throw doubt(`${link.specifier} in ${path} may mean several files`);
        continue;
      }
      if (whole) this.followWhole(exposure, path, names, name);
      else if (name.imported === exposure.names[0]) this.followName(exposure, path, names, link, name);
      else if (name.imported === 'default' && exposure.names[0] !== 'default') this.defaultImport(exposure, path);
    }
  }

  /** Node gives what a file of CommonJS exports as the default of an import. */
  private defaultImport({ path }: Exposure, importer: string): void {
    if (!/^\s*export\b/m.test(this.repository.text(path))) throw doubt(`${importer} imports ${path} as a default`);
  }

  private followWhole(exposure: Exposure, path: string, names: FileNames, name: LinkName): void {
    this.linked.add(path);
    const way = [...(name.imported === '*' ? (name.through ?? []) : []), ...exposure.names];
    if (name.exportedAs === '*') {
      if (exposure.names[0] === 'default') return;
      this.handedOn.add(path);
      this.expose({ path, names: exposure.names });
      if (name.local === undefined && familyOf(this.repository.index.file(path)?.language) === 'python') {
        throw doubt(`${path} imports everything of ${exposure.path}`);
      }
      return;
    }
    if (name.exportedAs !== undefined) this.expose({ path, names: [name.exportedAs, ...way] });
    if (name.local !== undefined) this.whole(path, names, name.local, way);
  }

  private followName(exposure: Exposure, path: string, names: FileNames, link: Link, name: LinkName): void {
    this.linked.add(path);
    const [, ...rest] = exposure.names;
    if (rest.length > 0) {
      if (name.exportedAs !== undefined) this.expose({ path, names: [name.exportedAs, ...rest] });
      if (name.local !== undefined) this.whole(path, names, name.local, rest);
      return;
    }
    if (name.at === undefined) throw doubt(`${path} names it in a way that is not understood`);
    this.links.push({ path, link, name });
    this.use(path, names.tokens.get(name.at), 'link');
    if (name.exportedAs === this.name) this.expose({ path, names: [this.name] });
    const local = name.local === undefined ? undefined : names.tokens.get(name.local);
    if (local?.binding === undefined) return;
    const binding = names.bindings[local.binding]!;
    if (binding.declarations.length > 1) throw doubt(`${path} declares ${binding.name} more than once`);
    if (binding.name === this.name) {
      this.bindingUses(path, names, local.binding);
      this.use(path, names.tokens.get(name.at), 'link');
    }
    const python = familyOf(this.repository.index.file(path)?.language) === 'python';
    for (const each of names.exports) {
      const of = each.of === undefined ? undefined : names.tokens.get(each.of);
      const handsOn = python ? each.name === binding.name && binding.topmost : of?.binding === local.binding;
      if (!handsOn) continue;
      // Under another name it is handed on as what it was called there.
      if (each.name !== this.name || binding.name !== this.name) continue;
      if (each.at !== undefined) this.use(path, names.tokens.get(each.at), 'export');
      this.expose({ path, names: [this.name] });
    }
  }

  /** A name stands for a file as a whole, or for what leads to it: `ways` are the names behind it. */
  private whole(path: string, names: FileNames, local: number, way: readonly string[]): void {
    const token = names.tokens.get(local);
    if (token?.binding === undefined) throw doubt(`a name in ${path} cannot be found again`);
    const { binding } = token;
    if (names.bindings[binding]!.declarations.length > 1 && !sameModule(names, binding)) {
      throw doubt(`${path} declares ${token.name} more than once`);
    }
    for (const each of names.ofBinding.get(binding) ?? []) {
      if (!each.declares) this.wholeUse(path, names, each, way);
    }
  }

  private wholeUse(path: string, names: FileNames, token: NameToken, way: readonly string[]): void {
    const member = names.members.get(token.start);
    if (member !== undefined) {
      const [first, ...rest] = way;
      if (member.name !== first) return;
      if (rest.length === 0) this.use(path, member, 'member');
      else this.wholeUse(path, names, member, rest);
      return;
    }
    const handed = names.exports.filter(({ of }) => of === token.start);
    for (const { name } of handed) {
      if (name === '=' || name === '*') throw doubt(`${path} exports all of a file as its own value`);
      this.expose({ path, names: [name, ...way] });
    }
    if (handed.length === 0) throw doubt(`${path} uses all of a file as one value (${token.name})`);
  }

  /** Whatever else has the word in it must certainly mean something else. */
  private async checkOthers(): Promise<void> {
    const { repository, name } = this;
    const own = familyOf(repository.index.file(this.path)?.language);
    for (const path of repository.filesWith(name)) {
      const file = repository.index.file(path);
      const text = repository.text(path);
      const touched = this.linked.has(path);
      if (touched && (file?.kind === 'generated' || file?.kind === 'vendored')) {
        throw new Doubt({ reason: 'generated-or-vendored', detail: `${path} uses it` });
      }
      const told = languageDoubt(own, path, text, name);
      if (told !== undefined) throw doubt(`${path}: ${told}`);
      if (familyOf(file?.language) !== own) continue;
      const names = await repository.names(path);
      if (names === undefined) {
        throw new Doubt({ reason: 'broken-syntax', detail: `${path} has the name and does not parse` });
      }
      this.checkFile(path, names, touched);
    }
  }

  private checkFile(path: string, names: FileNames, touched: boolean): void {
    const { name, repository } = this;
    if (touched && names.strings.has(name)) throw doubt(`${path} has the name as a text`);
    if (touched && names.doubtful.has(name)) throw doubt(`${path} gives the name a second meaning`);
    if (names.links.some((link) => repository.targetsOf(path, link).unresolved)) {
      throw doubt(`${path} has the name and an import that leads nowhere`);
    }
    for (const token of names.named.get(name) ?? []) {
      if (this.uses.has(`${path}:${token.start}`)) continue;
      if (['name', 'shorthand', 'pattern'].includes(token.form) && token.binding === undefined) {
        throw doubt(`${path} uses the name and does not say where it is from`);
      }
    }
  }
}

/** Python: the imported name is the file itself. */
function isModule(imported: string, path: string, link: Link): boolean {
  const last = /([^/]+?)(?:\/__init__)?\.pyi?$/.exec(path)?.[1];
  if (last === undefined || imported !== last) return false;
  return !new RegExp(`(?:^|\\.)${last}$`).test(link.specifier);
}

/** Python: a package and modules in it that are imported by name. */
function isPackageOf(path: string, paths: readonly string[]): boolean {
  const folder = /^(.*)\/__init__\.pyi?$/.exec(path)?.[1];
  return folder !== undefined && paths.every((each) => each === path || each.startsWith(`${folder}/`));
}

/** Python's `import a.b` and `import a.c` both bind `a`. */
function sameModule(names: FileNames, binding: number): boolean {
  const { declarations } = names.bindings[binding]!;
  return declarations.every((start) => names.links.some((link) => link.names.some((each) => each.local === start)));
}
