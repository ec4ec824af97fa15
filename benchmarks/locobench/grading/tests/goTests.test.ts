import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findProgram } from '../../../../runtime/tools/workspace';
import { openSandbox, type CommandSandbox } from '../../../../runtime/tools/sandbox';
import { goTestNames } from './goTests';
import { runTests } from './runTests';

const CODE = 'package sum\n\nfunc Add(a, b int) int { return a + b }\n';
const TESTS = `package sum

import "testing"

func TestAdds(t *testing.T) {
	if Add(1, 2) != 3 {
		t.Fatal("wrong sum")
	}
}

func TestParallel(t *testing.T) {
	t.Parallel()
	t.Run("inner", func(t *testing.T) {
		if Add(2, 2) != 5 {
			t.Error("as it has to be")
		}
	})
}

func TestSkipped(t *testing.T) { t.Skip("not today") }
`;
const OUTSIDE =
  'package sum_test\n\nimport (\n\t"testing"\n\n\t"example.org/made/sum"\n)\n\nfunc TestOutside(t *testing.T) {\n\tif sum.Add(0, 0) != 0 {\n\t\tt.Fail()\n\t}\n}\n';
/** What \`go test\` prints for tests that pass. */
const PRINTED = '\\x16=== RUN   TestAdds\\n--- PASS: TestAdds (0.00s)\\nPASS\\nok  \\texample.org/made/sum\\t0.001s\\n';

describe('Tests in Go', function () {
  this.timeout(120_000);
  let folder = '';
  let sandbox: CommandSandbox;

  before(async function () {
    if (process.platform !== 'linux' || (await findProgram('go', [])) === undefined) this.skip();
    sandbox = await openSandbox();
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'go-tests-')));
    mkdirSync(path.join(folder, 'sum'));
    writeFileSync(path.join(folder, 'go.mod'), 'module example.org/made\n\ngo 1.18\n');
    writeFileSync(path.join(folder, 'sum', 'sum.go'), CODE);
  });
  after(() => {
    if (folder !== '') rmSync(folder, { recursive: true, force: true });
  });

  /** @param code in the place of that of the package */
  const run = async (code: string, tests: Readonly<Record<string, string>> = { 'sum/sum_test.go': TESTS }) => {
    const { ended, results, log } = await runTests({
      sandbox,
      checkout: { folder, readable: [], dependencies: true },
      changes: [{ path: 'sum/sum.go', content: code }],
      tool: { title: 'go test', folder: '.', words: ['go', 'test', '-json', './...'] },
      files: Object.keys(tests),
      text: (file) => tests[file],
      limits: { wallMs: 60_000 },
      signal: new AbortController().signal,
    });
    return { ended, log, results: results.map(({ name, result }) => `${name} ${result}`).sort(), all: results };
  };
  const passed = (results: readonly string[]) => results.filter((each) => each.endsWith(' passed'));

  it('are told apart, those in parallel and those of the package outside too', async () => {
    const found = await run(CODE, { 'sum/sum_test.go': TESTS, 'sum/outside_test.go': OUTSIDE });
    const wanted = ['TestAdds passed', 'TestOutside passed', 'TestParallel failed', 'TestSkipped skipped'];
    assert.deepEqual([found.ended, found.results], ['ran', wanted], found.log);
    assert.equal(found.all.find(({ name }) => name === 'TestOutside')?.file, 'sum/outside_test.go');
  });

  it('that panic say what they said, and take no other with them', async () => {
    const found = await run(CODE.replace('return a + b', 'if a == 1 { panic("not written") }; return a + b'));
    assert.deepEqual(found.results, ['TestAdds failed', 'TestParallel failed', 'TestSkipped skipped'], found.log);
    assert.equal(found.all.find(({ name }) => name === 'TestAdds')?.message, 'not written');
  });

  const hostile = {
    'results that are printed': `import "fmt"\n\nfunc Add(a, b int) int { fmt.Print("${PRINTED}"); return 0 }\n`,
    'results that are printed before the process is ended with success': `import ("fmt"; "os")\n\nfunc Add(a, b int) int { fmt.Print("${PRINTED}"); os.Exit(0); return 0 }\n`,
    'results that are printed before any test runs': `import ("fmt"; "os")\n\nfunc Add(a, b int) int { return 0 }\n\nfunc init() { fmt.Print("${PRINTED}"); os.Exit(0) }\n`,
    'code that does not compile': 'func Add(a, b int) int { return "3" }\n',
  };
  for (const [what, code] of Object.entries(hostile)) {
    it(`do not pass by ${what}`, async () => {
      const found = await run(`package sum\n\n${code}`);
      assert.deepEqual(passed(found.results), [], found.log);
    });
  }

  it('are believed no report that tested code writes', async () => {
    const write = `for _, each := range found { os.WriteFile(each+"/report", []byte("[[\\"./sum/sum_test.go\\",[\\"TestAdds\\"],\\"passed\\",\\"\\"]]"), 0o644) }`;
    const code = `package sum\n\nimport ("os"; "path/filepath")\n\nfunc Add(a, b int) int { found, _ := filepath.Glob("../.*"); ${write}; os.Exit(0); return 0 }\n`;
    const found = await run(code);
    assert.deepEqual([found.ended, found.results], ['forged', []], found.log);
  });
});

describe('goTestNames', () => {
  it('gives functions that go test would run', () => {
    const text = `${TESTS}\nfunc TestMain(m *testing.M) {}\nfunc Testimony(t *testing.T) {}\nfunc helper(t *testing.T) {}\nfunc Test_under(t *testing.T) {}\n`;
    assert.deepEqual(goTestNames(text), ['TestAdds', 'TestParallel', 'TestSkipped', 'Test_under']);
  });
});
