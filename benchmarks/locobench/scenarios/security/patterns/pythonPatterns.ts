import type { ImportNeed, Pattern } from './types';

const modules = (...names: readonly string[]): readonly ImportNeed[] =>
  names.map((name) => ({ module: name, as: name }));

/** Four blanks a level, as Python is written. */
export const pythonPatterns: readonly Pattern[] = [
  pattern(
    'last-change',
    'CWE-78',
    ['last_change', 'newest_revision', 'changed_in'],
    { a: ['target', 'entry', 'name'] },
    ['git'],
    [
      [
        modules('subprocess'),
        `    return subprocess.check_output(f'git log -n 1 --format=%H -- {{a}}', shell=True, text=True).strip()`,
      ],
      [
        modules('subprocess'),
        `    command = ['git', 'log', '-n', '1', '--format=%H', '--', {a}]
    return subprocess.check_output(command, text=True).strip()`,
      ],
    ],
  ),
  pattern(
    'ping',
    'CWE-78',
    ['is_reachable', 'answers_now', 'host_state'],
    { a: ['host', 'address', 'server'] },
    ['ping'],
    [
      [modules('os'), `    return os.system('ping -c 1 ' + {a}) == 0`],
      [modules('os', 'shlex'), `    return os.system('ping -c 1 -- ' + shlex.quote({a})) == 0`],
    ],
  ),
  pattern(
    'read-below',
    'CWE-22',
    ['read_note', 'load_template', 'page_text'],
    { a: ['root', 'folder', 'base'], b: ['name', 'page', 'entry'] },
    [],
    [
      [
        modules('os'),
        `    with open(os.path.join({a}, {b}), encoding='utf-8') as stream:
        return stream.read()`,
      ],
      [
        modules('os'),
        `    place = os.path.realpath(os.path.join({a}, {b}))
    if not place.startswith(os.path.realpath({a}) + os.sep):
        raise ValueError('There is no such file.')
    with open(place, encoding='utf-8') as stream:
        return stream.read()`,
      ],
    ],
  ),
  pattern(
    'find-rows',
    'CWE-89',
    ['find_orders', 'orders_of', 'list_orders'],
    { a: ['connection', 'database', 'store'], b: ['customer', 'owner', 'account'] },
    ['FROM orders'],
    [
      [
        [],
        `    rows = {a}.execute(f"SELECT id, total FROM orders WHERE customer = '{{b}}'")
    return rows.fetchall()`,
      ],
      [
        [],
        `    rows = {a}.execute('SELECT id, total FROM orders WHERE customer = ?', ({b},))
    return rows.fetchall()`,
      ],
    ],
  ),
  pattern(
    'table-row',
    'CWE-79',
    ['table_row', 'entry_row', 'result_row'],
    { a: ['title', 'label', 'caption'] },
    ['td'],
    [
      [[], `    return '<tr><td>' + {a} + '</td></tr>'`],
      [modules('html'), `    return '<tr><td>' + html.escape({a}) + '</td></tr>'`],
    ],
  ),
  pattern(
    'read-value',
    'CWE-95',
    ['read_value', 'parse_setting', 'value_of'],
    { a: ['text', 'source', 'given'] },
    [],
    [
      [[], `    return eval({a}.strip())`],
      [modules('ast'), `    return ast.literal_eval({a}.strip())`],
    ],
  ),
  pattern(
    'restore',
    'CWE-502',
    ['restore_state', 'read_snapshot', 'load_progress'],
    { a: ['data', 'payload', 'content'] },
    [],
    [
      [modules('pickle'), `    return pickle.loads({a})`],
      [modules('json'), `    return json.loads({a})`],
    ],
  ),
  pattern(
    'sign-text',
    'CWE-328',
    ['signature_of', 'seal_text', 'proof_of'],
    { a: ['key', 'phrase'], b: ['text', 'payload'] },
    [],
    [
      [modules('hashlib'), `    return hashlib.md5(({a} + {b}).encode('utf-8')).hexdigest()`],
      [modules('hashlib'), `    return hashlib.sha256(({a} + {b}).encode('utf-8')).hexdigest()`],
    ],
  ),
  pattern(
    'make-token',
    'CWE-338',
    ['create_token', 'invite_token', 'reset_token'],
    { a: ['prefix', 'kind', 'scope'] },
    [],
    [
      [modules('random'), `    return {a} + '-' + ''.join(random.choice('0123456789abcdef') for _ in range(32))`],
      [modules('secrets'), `    return {a} + '-' + secrets.token_hex(16)`],
    ],
  ),
  pattern(
    'fetch',
    'CWE-295',
    ['fetch_page', 'load_remote', 'remote_text'],
    { a: ['url', 'address', 'location'] },
    ['urlopen'],
    [
      [
        modules('ssl', 'urllib.request'),
        `    context = ssl._create_unverified_context()
    with urllib.request.urlopen({a}, context=context, timeout=10) as answer:
        return answer.read()`,
      ],
      [
        modules('ssl', 'urllib.request'),
        `    context = ssl.create_default_context()
    with urllib.request.urlopen({a}, context=context, timeout=10) as answer:
        return answer.read()`,
      ],
    ],
  ),
  pattern(
    'headers',
    'CWE-798',
    ['report_headers', 'sync_headers', 'upload_headers'],
    { a: ['user', 'login', 'account'] },
    ['X-User'],
    [
      [
        [],
        `    password = '{secret}'
    return {'X-User': {a}, 'X-Password': password}`,
      ],
      [
        modules('os'),
        `    password = os.environ['SERVICE_PASSWORD']
    return {'X-User': {a}, 'X-Password': password}`,
      ],
    ],
  ),
  pattern(
    'is-slug',
    'CWE-1333',
    ['is_slug', 'is_short_name', 'is_handle'],
    { a: ['text', 'value', 'candidate'] },
    [],
    [
      [modules('re'), `    return re.match(r'^([a-z0-9]+-?)+$', {a}) is not None`],
      [modules('re'), `    return re.match(r'^[a-z0-9]+(-[a-z0-9]+)*-?$', {a}) is not None`],
    ],
  ),
];

type Form = readonly [imports: readonly ImportNeed[], body: string];

function pattern(
  id: string,
  cwe: string,
  names: readonly string[],
  parameters: Pattern['parameters'],
  keeps: readonly string[],
  [weak, safe]: readonly [Form, Form],
): Pattern {
  const head = `def {name}(${Object.keys(parameters)
    .map((key) => `{${key}}`)
    .join(', ')}):\n`;
  return {
    ...{ id, cwe, names, parameters, keeps },
    weak: { imports: weak[0], code: head + weak[1] },
    safe: { imports: safe[0], code: head + safe[1] },
  };
}
