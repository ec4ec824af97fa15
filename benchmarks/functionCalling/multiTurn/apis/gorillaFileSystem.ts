import { PyError } from '../python/pyError';
import { fixed } from '../python/pyNumbers';
import { sortedTexts, splitLines, splitWords, textLength, withoutSlashes } from '../python/pyStrings';
import { pyStr } from '../python/pyText';
import { pyEqual, type PyDict, type PyValue } from '../python/pyValue';
import {
  failure,
  optional,
  required,
  result,
  type ApiClass,
  type ApiMethod,
  type ApiObject,
  type Circumstances,
  type Given,
} from './apiClass';
import { Directory, File, sizeOf, treeOf, treeValue } from './fileTree';

/** How `echo` begins when the file is not there. */
export const cannotEcho = 'echo: cannot write to ';

const fileName = { file_name: required('string') };

class FileSystem implements ApiObject {
  private readonly root: Directory;
  private current: Directory;

  constructor(
    config: PyDict,
    private readonly circumstances: Circumstances,
  ) {
    this.root = treeOf(config, circumstances.filler);
    this.current = this.root;
  }

  /** Where one is counts for nothing. */
  attributes(): Readonly<Record<string, PyValue>> {
    return { long_context: this.circumstances.filler !== undefined, root: treeValue(this.root) };
  }

  readonly methods: Readonly<Record<string, ApiMethod>> = {
    pwd: { about: 'The path of the current directory.', parameters: {}, run: () => this.path() },
    ls: {
      about: 'What the current directory holds; hidden ones only with a.',
      parameters: { a: optional('boolean', () => false) },
      run: (given) => {
        const names = [...this.current.contents.keys()];
        const shown = given.truthy('a') ? names : names.filter((name) => !name.startsWith('.'));
        return result({ current_directory_content: shown });
      },
    },
    cd: {
      about: 'Changes to a directory that is in the current one, or to its parent (..). One level at a time.',
      parameters: { folder: required('string') },
      run: (given) => this.changeTo(withoutSlashes(given.text('folder')) || '/'),
    },
    mkdir: {
      about: 'Makes a directory in the current one.',
      parameters: { dir_name: required('string') },
      run: (given) => {
        const name = given.text('dir_name');
        if (!isName(name)) return failure(`mkdir: cannot create directory '${name}': Invalid character`);
        if (this.current.contents.has(name)) return failure(`mkdir: cannot create directory '${name}': File exists`);
        this.current.addDirectory(name, new Map());
        return null;
      },
    },
    touch: {
      about: 'Makes an empty file in the current directory.',
      parameters: fileName,
      run: (given) => {
        const name = given.text('file_name');
        if (!isName(name)) return failure(`touch: cannot touch '${name}': Invalid character`);
        if (this.current.contents.has(name)) return failure(`touch: cannot touch '${name}': File exists`);
        this.current.addFile(name, '');
        return null;
      },
    },
    echo: {
      about: 'Writes content into a file that is in the current directory; without a file, to the terminal.',
      parameters: { content: required('string'), file_name: optional('string', () => null) },
      run: (given) => {
        if (given.value('file_name') === null) return result({ terminal_output: given.value('content') });
        const name = given.text('file_name');
        if (!isName(name)) return failure(`echo: cannot touch '${name}': Invalid character`);
        if (name === '') return result({ terminal_output: given.value('content') });
        const item = this.current.contents.get(name);
        if (item === undefined && !this.circumstances.echoCreates)
          return failure(`${cannotEcho}'${name}': No such file`);
        if (item === undefined) {
          this.current.addFile(name, given.text('content'));
          return null;
        }
        if (item instanceof Directory)
          throw new PyError('AttributeError', "'Directory' object has no attribute '_write'");
        item.content = given.text('content');
        return null;
      },
    },
    cat: {
      about: 'What a file of the current directory holds.',
      parameters: fileName,
      run: (given) => {
        const name = given.text('file_name');
        if (!isName(name)) return failure(`cat: '${name}': Invalid character`);
        const item = this.current.contents.get(name);
        if (item instanceof File) return result({ file_content: item.content });
        return failure(`cat: ${name}: ${item === undefined ? 'No such file or directory' : 'Is a directory'}`);
      },
    },
    find: {
      about: 'Files and directories below, whose names hold a text.',
      parameters: { path: optional('string', () => '.'), name: optional('string', () => null) },
      run: (given) => {
        const part = given.value('name') === null ? '' : given.text('name');
        return result({ matches: matches(this.current, withoutSlashes(given.text('path')), part) });
      },
    },
    wc: {
      about: 'Counts lines (mode l), words (w) or characters (c) of a file.',
      parameters: { ...fileName, mode: optional('string', () => 'l') },
      run: (given) => {
        const mode = given.value('mode');
        if (mode !== 'l' && mode !== 'w' && mode !== 'c') return failure(`wc: invalid mode '${pyStr(mode)}'`);
        return this.withFile('wc', given, (file) => {
          if (mode === 'l') return result({ count: BigInt(splitLines(file.content).length), type: 'lines' });
          if (mode === 'w') return result({ count: BigInt(splitWords(file.content).length), type: 'words' });
          return result({ count: textLength(file.content), type: 'characters' });
        });
      },
    },
    sort: {
      about: 'The lines of a file, sorted.',
      parameters: fileName,
      run: (given) =>
        this.withFile('sort', given, ({ content }) =>
          result({ sorted_content: sortedTexts(splitLines(content)).join('\n') }),
        ),
    },
    grep: {
      about: 'The lines of a file that hold a text.',
      parameters: { ...fileName, pattern: required('string') },
      run: (given) =>
        this.withFile('grep', given, ({ content }) => {
          const pattern = given.text('pattern');
          return result({ matching_lines: splitLines(content).filter((line) => line.includes(pattern)) });
        }),
    },
    du: {
      about: 'Size of the current directory.',
      parameters: { human_readable: optional('boolean', () => false) },
      run: (given) => {
        const bytes = sizeOf(this.current);
        return result({ disk_usage: given.truthy('human_readable') ? readableSize(bytes) : `${bytes} bytes` });
      },
    },
    tail: {
      about: 'The last lines of a file.',
      parameters: { ...fileName, lines: optional('integer', () => 10n) },
      run: (given) =>
        this.withFile('tail', given, ({ content }) => {
          const all = splitLines(content);
          const count = Math.min(Number(given.integer('lines')), all.length);
          // As Python's slice from -count on: 0 is all of them.
          return result({ last_lines: all.slice(-count).join('\n') });
        }),
    },
    diff: {
      about: 'Lines in which two files differ, line by line.',
      parameters: { file_name1: required('string'), file_name2: required('string') },
      run: (given) => this.difference(given.text('file_name1'), given.text('file_name2')),
    },
    mv: {
      about: 'Moves into a directory that is in the current one, or gives another name. No paths.',
      parameters: { source: required('string'), destination: required('string') },
      run: (given) => this.put('mv', given.text('source'), given.text('destination')),
    },
    rm: {
      about: 'Removes a file or directory.',
      parameters: fileName,
      run: (given) => {
        const name = given.text('file_name');
        if (!this.current.contents.delete(name)) {
          return failure(`rm: cannot remove '${name}': No such file or directory`);
        }
        return result({ result: `'${name}' removed` });
      },
    },
    rmdir: {
      about: 'Removes an empty directory.',
      parameters: { dir_name: required('string') },
      run: (given) => {
        const name = given.text('dir_name');
        const item = this.current.contents.get(name);
        if (item === undefined) return failure(`rmdir: cannot remove '${name}': No such file or directory`);
        if (item instanceof File) return failure(`rmdir: cannot remove '${name}': Not a directory`);
        if (item.contents.size > 0) return failure(`rmdir: failed to remove '${name}': Directory not empty`);
        this.current.contents.delete(name);
        return result({ result: `'${name}' removed` });
      },
    },
    cp: {
      about: 'Copies into a directory that is in the current one, or to another name. No paths.',
      parameters: { source: required('string'), destination: required('string') },
      run: (given) => this.put('cp', given.text('source'), given.text('destination')),
    },
  };

  private path(): PyValue {
    const names: string[] = [];
    for (let at: Directory | undefined = this.current; at !== undefined; at = at.parent) names.unshift(at.name);
    return result({ current_working_directory: `/${names.join('/')}` });
  }

  private changeTo(folder: string): PyValue {
    if (folder !== '/' && folder.includes('/')) {
      return failure(`cd: ${folder}: Unsupported path. Only one folder level at a time is supported.`);
    }
    if (folder === '..') {
      const { parent } = this.current;
      if (parent !== undefined) {
        this.current = parent;
        return result({});
      }
      return pyEqual(treeValue(this.root), treeValue(this.current))
        ? failure('Cuurent directory is already the root. Cannot go back.')
        : failure('cd: ..: No such directory');
    }
    const target = folder === '/' ? this.root : this.current.item(folder);
    if (!(target instanceof Directory)) {
      return failure(`cd: ${folder}: No such directory. You cannot use path to change directory.`);
    }
    this.current = target;
    return result({ current_working_directory: target.name });
  }

  private difference(first: string, second: string): PyValue {
    const files = [this.current.contents.get(first), this.current.contents.get(second)] as const;
    if (!(files[0] instanceof File) || !(files[1] instanceof File)) {
      return failure(`diff: ${first} or ${second}: No such file or directory`);
    }
    const [one, other] = [splitLines(files[0].content), splitLines(files[1].content)];
    const lines = one.slice(0, other.length).flatMap((line, index) => {
      const against = other[index] ?? '';
      return line === against ? [] : [`- ${line}\n+ ${against}`];
    });
    return result({ diff_lines: lines.join('\n') });
  }

  private put(command: 'mv' | 'cp', source: string, destination: string): PyValue {
    const [does, done] = command === 'mv' ? ['move', 'moved'] : ['copy', 'copied'];
    const cannot = `${command}: cannot ${does} '${source}'`;
    const item = this.current.contents.get(source);
    if (item === undefined) return failure(`${cannot}: No such file or directory`);
    if (destination.includes('/')) {
      const refusal = command === 'mv' ? 'no path allowed' : "don't allow path";
      return failure(
        `${command}: ${refusal} in destination. Only file name and folder name is supported for this operation.`,
      );
    }
    const target = this.current.contents.get(destination);
    if (target instanceof File) return failure(`${cannot} to '${destination}': Not a directory`);
    const into = target ?? this.current;
    const name = target === undefined ? destination : source;
    const place = target === undefined ? destination : `${destination}/${source}`;
    if (command === 'mv') {
      if (into.contents.has(name)) return failure(`${cannot} to '${place}': File exists`);
      this.current.contents.delete(source);
    }
    if (item instanceof File) into.addFile(name, item.content);
    else into.addDirectory(name, command === 'mv' ? item.contents : new Map(item.contents));
    return result({ result: `'${source}' ${done} to '${place}'` });
  }

  private withFile(command: string, given: Given, then: (file: File) => PyValue): PyValue {
    const name = given.text('file_name');
    const item = this.current.contents.get(name);
    return item instanceof File ? then(item) : failure(`${command}: ${name}: No such file or directory`);
  }
}

const isName = (name: string) => !/[|/\\?%*:"><]/.test(name);

function matches(directory: Directory, path: string, part: string): PyValue[] {
  return [...directory.contents].flatMap(([name, item]) => {
    const own = `${path}/${name}`;
    return [...(name.includes(part) ? [own] : []), ...(item instanceof Directory ? matches(item, own, part) : [])];
  });
}

function readableSize(bytes: number): string {
  let size = bytes;
  for (const unit of ['B', 'KB', 'MB', 'GB', 'TB']) {
    if (size < 1024) return `${fixed(size, 2)} ${unit}`;
    size /= 1024;
  }
  return `${fixed(size, 2)} PB`;
}

export const gorillaFileSystem: ApiClass = {
  name: 'GorillaFileSystem',
  descriptionFile: 'gorilla_file_system.json',
  about: 'A simple file system.',
  create: (config, circumstances) => new FileSystem(config, circumstances),
};
