/** What is read out of Python's own library, against what Python's parser says of the same files. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';
import { extractTools } from '../index';

/** Public functions at the top of modules: name, parameters with their kinds, whether they are needed, first line of the documentation. */
const program = `
import ast, json, os, sys, sysconfig
root = sysconfig.get_paths()['stdlib']
def top(body):
    for s in body:
        if isinstance(s, ast.If) and '__name__' in ast.dump(s.test): continue
        if isinstance(s, (ast.If, ast.Try, ast.With)):
            yield from top(s.body)
            for h in getattr(s, 'handlers', []): yield from top(h.body)
            yield from top(getattr(s, 'orelse', []))
            yield from top(getattr(s, 'finalbody', []))
        else: yield s
def public(tree):
    for s in top(tree.body):
        if isinstance(s, (ast.Assign, ast.AnnAssign)) and any(getattr(t, 'id', '') == '__all__' for t in getattr(s, 'targets', [getattr(s, 'target', None)])):
            try: return set(ast.literal_eval(s.value))
            except Exception: pass
    return None
out = []
for name in sorted(os.listdir(root)):
    if not name.endswith('.py') or 'test' in name: continue
    text = open(os.path.join(root, name), encoding='utf-8').read()
    if len(text) > 2 << 20: continue
    tree = ast.parse(text)
    shown = public(tree)
    found = {}
    for s in top(tree.body):
        if isinstance(s, (ast.FunctionDef, ast.AsyncFunctionDef)):
            marks = [ast.unparse(d) for d in s.decorator_list]
            a = s.args
            defaults = len(a.defaults)
            positional = a.posonlyargs + a.args
            params = [[p.arg, 'positional' if p in a.posonlyargs else None, i < len(positional) - defaults] for i, p in enumerate(positional)]
            if a.vararg: params.append([a.vararg.arg, 'rest', False])
            params += [[p.arg, 'keyword', d is None] for p, d in zip(a.kwonlyargs, a.kw_defaults)]
            if a.kwarg: params.append([a.kwarg.arg, 'keywordRest', False])
            doc = (ast.get_docstring(s) or '').strip().split('\\n')[0]
            found[s.name] = [s.name, params, doc, marks]
        elif isinstance(s, ast.ClassDef): found.pop(s.name, None)
        elif isinstance(s, ast.Assign):
            for t in s.targets: found.pop(getattr(t, 'id', ''), None)
    for n, each in found.items():
        if (n in shown) if shown is not None else not n.startswith('_'): out.append([name] + each)
json.dump({'root': root, 'functions': out}, sys.stdout)
`;

const answer = z.object({
  root: z.string(),
  functions: z.array(
    z.tuple([
      z.string(),
      z.string(),
      z.array(z.tuple([z.string(), z.string().nullable(), z.boolean()])),
      z.string(),
      z.array(z.string()),
    ]),
  ),
});

describe('Tools of Python’s own library', function () {
  this.timeout(120_000);
  let truth: z.infer<typeof answer>;

  before(async function () {
    try {
      const { stdout } = await promisify(execFile)('python3', ['-I', '-c', program], { maxBuffer: 64 << 20 });
      truth = answer.parse(JSON.parse(stdout));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
      console.error('    skipped: there is no python3');
      this.skip();
    }
  });

  it('are the functions that its parser finds, with the same parameters and documentation', async () => {
    const { tools, problems } = await extractTools({ root: truth.root, include: ['*.py'], exclude: ['*test*'] });
    const found = new Map(
      tools
        .filter(({ provenance }) => provenance === 'function')
        .map((tool) => [`${tool.source?.path} ${tool.name}`, tool]),
    );
    const skipped = /property|overload|setter|singledispatch|register/;
    const expected = truth.functions.filter(([, , , , marks]) => !marks.some((mark) => skipped.test(mark)));
    const missing: string[] = [];
    const other: string[] = [];
    for (const [file, name, parameters, documentation] of expected) {
      const key = `${file} ${name}`;
      const tool = found.get(key);
      if (tool === undefined) {
        missing.push(key);
        continue;
      }
      const own = tool.parameters.map((each) => [each.name, each.passing ?? null, each.required]);
      if (JSON.stringify(own) !== JSON.stringify(parameters))
        other.push(`${key}: ${JSON.stringify(own)} and not ${JSON.stringify(parameters)}`);
      const plain = documentation.replace(/\s+/g, ' ');
      const isTold =
        documentation === '' ||
        /^(>>>|[A-Za-z ]+:$)/.test(documentation) ||
        tool.description.replace(/\s+/g, ' ').startsWith(plain);
      if (!isTold)
        other.push(`${key}: ${JSON.stringify(tool.description.slice(0, 80))} and not ${JSON.stringify(documentation)}`);
    }
    const known = new Set(expected.map(([file, name]) => `${file} ${name}`));
    const extra = [...found.keys()].filter((key) => !known.has(key));
    const told = `${expected.length} functions, ${problems.length} problems; missing ${missing.join(', ')}; extra ${extra.join(', ')}; other ${other.join('; ')}`;
    if (process.env.WHETSTONE_SHOW_COUNTS !== undefined) console.error(`    ${told}`);
    assert.ok(expected.length > 500, told);
    assert.deepEqual([missing, extra, other], [[], [], []], told);
  });
});
