/**
 * Tests in Go whose results tested code cannot print: a file of ours beside the tests calls each of them as a subtest, and writes what
 * became of it to a report. The key before it is compiled into the test program, and its source is deleted before that runs.
 */
import path from 'node:path';
import type { BesideRequest, ReportedRunner, Probe } from './types';

const named = /^func (Test(?:[^\p{Ll}\s(][^\s(]*)?)\(\s*\w+ \*(?:\w+\.)?T\s*\)/gmu;
const packageClause = /^package\s+(\w+)/m;

export const goTest: ReportedRunner = {
  title: 'go test',
  files: () => [],
  // A test program is of one package of one folder.
  apart: (file, text) => `${path.posix.dirname(file)} ${packageOf(text)}`,
  beside: (request) => [{ path: besideName(request), content: besideText(request) }],
  command: ({ files, ours }) => {
    const source = `${path.posix.basename(ours).replace(/^\./, 'z')}_test.go`;
    // The program is no change of the repository, and larger than what is read back.
    const program = `"$TMPDIR/${entryOf(ours)}"`;
    const script = [
      `mkdir -p ${quoted(ours)}`,
      `cd ${quoted(path.posix.dirname(files[0] ?? '.'))}`,
      `go test -c -o ${program} .`,
      `rm -f ${source}`,
      `exec ${program} -test.run '^${entryOf(ours)}$' -test.timeout 0`,
    ].join(' && ');
    return ['sh', '-c', script];
  },
  env: () => ({}),
  probe: (_file, text, probe) => goProbe(text, probe),
};

/** @returns names of its test functions */
export function goTestNames(text: string): readonly string[] {
  return [...text.matchAll(named)].flatMap(([, name]) => (name === undefined || name === 'TestMain' ? [] : [name]));
}

function packageOf(text: string): string {
  return packageClause.exec(text)?.[1] ?? 'main';
}

function entryOf(ours: string): string {
  return `TestZ${path.posix.basename(ours).replace(/^\./, '')}`;
}

/** In the folder of the tests: it is of their package. */
function besideName({ tests, ours }: BesideRequest): string {
  return path.posix.join(
    path.posix.dirname(tests[0]!.file),
    `${path.posix.basename(ours).replace(/^\./, 'z')}_test.go`,
  );
}

/** What it says is handed over in a variable: a test's own words only stand in its output. */
function goProbe(text: string, { title, word }: Probe): string {
  const testing = /^\s*(?:import\s+)?(\w+)\s+"testing"/m.exec(text)?.[1];
  const name = testing === undefined || testing === 'import' ? 'testing' : testing;
  return `
var said${title} = ""

func TestZ${title}(t *${name}.T) {
	t.Error("wrong")
	if t.Failed() {
		said${title} = "${word} 0"
	}
}
`;
}

function besideText({ tests, ours, key, report }: BesideRequest): string {
  const rows = tests.flatMap(({ file, text, probe }) => [
    ...goTestNames(text).map((name) => ({ file, name, said: 'nil' })),
    { file, name: `TestZ${probe.title}`, said: `&said${probe.title}` },
  ]);
  const z = `z${path.posix.basename(ours).replace(/^\./, '')}`;
  return `package ${packageOf(tests[0]!.text)}

import (
	${z}json "encoding/json"
	${z}fmt "fmt"
	${z}os "os"
	${z}sync "sync"
	${z}testing "testing"
)

func ${entryOf(ours)}(t *${z}testing.T) {
	var lock ${z}sync.Mutex
	rows := [][]interface{}{}
	t.Cleanup(func() {
		text, _ := ${z}json.Marshal(rows)
		_ = ${z}os.WriteFile(${JSON.stringify(report)}, append([]byte(${JSON.stringify(key)}), text...), 0o644)
	})
	for _, each := range []struct {
		file, name string
		run        func(*${z}testing.T)
		said       *string
	}{
${rows.map(({ file, name, said }) => `\t\t{${JSON.stringify(file)}, ${JSON.stringify(name)}, ${name}, ${said}},`).join('\n')}
	} {
		each := each
		t.Run(each.name, func(t *${z}testing.T) {
			message := ""
			// The first one that is registered comes last, after tests that run in parallel.
			t.Cleanup(func() {
				result := "passed"
				if t.Failed() {
					result = "failed"
				} else if t.Skipped() {
					result = "skipped"
				}
				if each.said != nil {
					message = *each.said
				}
				lock.Lock()
				defer lock.Unlock()
				rows = append(rows, []interface{}{each.file, []string{each.name}, result, message})
			})
			// One test that panics does not take the others with it.
			defer func() {
				if problem := recover(); problem != nil {
					message = ${z}fmt.Sprint(problem)
					t.Fail()
				}
			}()
			each.run(t)
		})
	}
}
`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
