/**
 * Reporters that run inside a test runner: each reads a key that nobody else knows before any tested code is loaded, deletes it, and
 * writes its report with that key in front. Rows: [file, titles, 'passed' | 'failed' | 'skipped', message].
 * They are texts because they are brought into the sandbox, and run by the repository's own runner.
 */

/** Names below our folder. */
export const KEY_FILE = 'key';
export const REPORT_FILE = 'report';

/** Functions are kept as they are now, before tested code can put others in their place. */
const SCRIPT_HEAD = `
const { readFileSync, unlinkSync, writeFileSync } = fs;
const stringify = JSON.stringify;
let key = '';
try {
  key = readFileSync(folder + '/${KEY_FILE}', 'utf8');
  unlinkSync(folder + '/${KEY_FILE}');
} catch {}
const rows = [];
const add = (file, titles, result, message) => {
  rows[rows.length] = [file || '', titles, result, ('' + (message || '')).slice(0, 2000)];
};
const done = () => writeFileSync(folder + '/${REPORT_FILE}', key + stringify(rows));
`;

const COMMON_JS = `'use strict';\nconst fs = require('node:fs');\nconst folder = __dirname;${SCRIPT_HEAD}`;
const MODULE = `import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
const folder = fileURLToPath(new URL('.', import.meta.url)).replace(/\\/$/, '');${SCRIPT_HEAD}`;

export const MOCHA_REPORTER = `${COMMON_JS}
module.exports = class {
  constructor(runner) {
    const told = (result) => (test, error) =>
      add(test.file || (test.parent && test.parent.file), test.titlePath(), result, error && (error.message || error));
    runner.on('pass', told('passed'));
    runner.on('fail', told('failed'));
    runner.on('pending', told('skipped'));
    runner.once('end', done);
  }
};
`;

/** Tests run in other processes here; in older Nodes titles come one by one, so the way to each is kept. */
export const NODE_REPORTER = `${MODULE}
export default async function* report(source) {
  const open = [];
  for await (const { type, data } of source) {
    if (type === 'test:start') open[data.nesting] = data.name;
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const titles = [...open.slice(0, data.nesting), data.name];
    const error = data.details && data.details.error;
    const cause = error && (error.cause && error.cause.message ? error.cause.message : error.message);
    const suite = data.details && data.details.type === 'suite';
    const subtests = error && error.failureType === 'subtestsFailed';
    if ((suite && (type === 'test:pass' || subtests)) || (subtests && !suite)) continue;
    const skipped = data.skip !== undefined || data.todo !== undefined;
    add(data.file, titles, skipped ? 'skipped' : type === 'test:pass' ? 'passed' : 'failed', cause);
  }
  done();
}
`;

export const TAPE_REPORTER = `${COMMON_JS}
const { createRequire } = require('node:module');
const tape = createRequire(process.cwd() + '/')('tape');
const tests = new Map();
tape.createStream({ objectMode: true }).on('data', (row) => {
  if (row.type === 'test') {
    const outer = tests.get(row.parent);
    tests.set(row.id, { titles: [...(outer ? outer.titles : []), row.name], message: '', bad: false, any: false, ended: false, skip: row.skip });
  } else if (row.type === 'assert' && tests.has(row.test)) {
    const test = tests.get(row.test);
    test.any = true;
    if (!row.ok && !row.skip && !row.todo) {
      test.bad = true;
      test.message = test.message || (row.error && row.error.message) || row.name;
    }
  } else if (row.type === 'end' && tests.has(row.test)) tests.get(row.test).ended = true;
});
// Before tape's own, which ends the process.
process.prependListener('exit', () => {
  for (const test of tests.values()) {
    const result = test.skip ? 'skipped' : test.bad || !test.ended ? 'failed' : 'passed';
    add('', test.titles, result, test.ended ? test.message : 'did not end');
  }
  done();
});
`;

/** Of version 3 and newer, and of older ones. Tests run in workers. */
export const VITEST_REPORTER = `${MODULE}
const messageOf = (errors) => (errors && errors[0] ? errors[0].message : '');
const walk = (file, task, titles) => {
  for (const each of task.tasks || []) {
    const way = [...titles, each.name];
    if (each.tasks) walk(file, each, way);
    else {
      const state = each.result && each.result.state;
      add(file, way, state === 'pass' ? 'passed' : state === 'fail' ? 'failed' : 'skipped', messageOf(each.result && each.result.errors));
    }
  }
};
export default class {
  onTestRunEnd(modules) {
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const titles = [];
        for (let at = test; at && at.type !== 'module'; at = at.parent) titles.unshift(at.name);
        const { state, errors } = test.result();
        add(module.moduleId, titles, state === 'passed' || state === 'failed' ? state : 'skipped', messageOf(errors));
      }
      for (const error of module.errors ? module.errors() : []) add(module.moduleId, [module.moduleId], 'failed', error.message);
    }
    done();
  }
  onFinished(files) {
    if (rows.length > 0) return;
    for (const file of files || []) walk(file.filepath, file, []);
    done();
  }
}
`;

export const JEST_REPORTER = `${COMMON_JS}
module.exports = class {
  onRunComplete(_contexts, results) {
    for (const file of results.testResults) {
      for (const test of file.testResults) {
        const result = test.status === 'passed' || test.status === 'failed' ? test.status : 'skipped';
        add(file.testFilePath, [...test.ancestorTitles, test.title], result, (test.failureMessages || [])[0]);
      }
      if (file.testExecError) add(file.testFilePath, [file.testFilePath], 'failed', file.testExecError.message);
    }
    done();
  }
};
`;

/** A plug-in of pytest; the module is named by \`-p\`. */
export const PYTEST_PLUGIN_NAME = 'whetstone_report';
export const PYTEST_PLUGIN = `import json
import os

_folder = os.path.dirname(os.path.abspath(__file__))
_open, _dumps = open, json.dumps
_key = ''
try:
    with _open(os.path.join(_folder, '${KEY_FILE}'), encoding='utf-8') as _file:
        _key = _file.read()
    os.unlink(os.path.join(_folder, '${KEY_FILE}'))
except OSError:
    pass
_rows = {}


def _add(nodeid, result, message):
    file, *titles = nodeid.split('::')
    known = _rows.get(nodeid)
    if known is None or known[2] == 'passed':
        _rows[nodeid] = [file, titles or [file], result, str(message or '')[:2000]]


def _message(report):
    crash = getattr(report.longrepr, 'reprcrash', None)
    return crash.message if crash is not None else report.longrepr


def pytest_runtest_logreport(report):
    if report.skipped:
        _add(report.nodeid, 'skipped', '')
    elif report.failed:
        _add(report.nodeid, 'failed', _message(report))
    elif report.when == 'call':
        _add(report.nodeid, 'passed', '')


def pytest_collectreport(report):
    if report.failed:
        _add(report.nodeid, 'failed', _message(report))


def pytest_sessionfinish():
    with _open(os.path.join(_folder, '${REPORT_FILE}'), 'w', encoding='utf-8') as file:
        file.write(_key + _dumps(list(_rows.values())))
`;
