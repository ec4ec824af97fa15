import { testPairs } from './testing/pairs';

describe('Weaknesses of Python', () => {
  testPairs('app/a.py', [
    {
      cwe: 'CWE-78',
      weak: {
        'os.system': "import os\n\ndef log(ref):\n    os.system('git log ' + ref)\n",
        'shell and an f-string':
          "import subprocess\n\ndef log(ref: str) -> str:\n    return subprocess.check_output(f'git log {ref}', shell=True, text=True)\n",
        'a format':
          "import subprocess\n\ndef log(ref):\n    command = 'git log {}'.format(ref)\n    subprocess.run(command, shell=True, check=True)\n",
        'the old format': "import subprocess\n\ndef log(ref):\n    subprocess.call('git log %s' % ref, shell=True)\n",
        'a join': "import subprocess\n\ndef log(ref):\n    subprocess.run(' '.join(['git', 'log', ref]), shell=True)\n",
        'sh -c': "import subprocess\n\ndef log(ref):\n    subprocess.run(['sh', '-c', f'git log {ref}'])\n",
      },
      repaired: {
        'a list': "import subprocess\n\ndef log(ref):\n    subprocess.run(['git', 'log', ref], check=True)\n",
        'shlex.quote':
          "import shlex\nimport subprocess\n\ndef log(ref):\n    subprocess.run(f'git log {shlex.quote(ref)}', shell=True)\n",
        'shlex.quote by name':
          "import os\nfrom shlex import quote\n\ndef log(ref):\n    ref = quote(ref)\n    os.system('git log ' + ref)\n",
        'shlex.split':
          "import shlex\nimport subprocess\n\ndef log(ref):\n    subprocess.run(shlex.split('git log') + [ref])\n",
        'a form':
          "import re\nimport subprocess\n\ndef log(ref):\n    if not re.fullmatch(r'[\\w/-]+', ref):\n        raise ValueError(ref)\n    subprocess.run('git log ' + ref, shell=True)\n",
        'a list of what is allowed':
          "import subprocess\n\nREFS = {'main', 'next'}\n\ndef log(ref):\n    if ref not in REFS:\n        raise ValueError(ref)\n    subprocess.run('git log ' + ref, shell=True)\n",
        'a number': "import subprocess\n\ndef log(n: int):\n    subprocess.run(f'git log -{n}', shell=True)\n",
      },
    },
    {
      cwe: 'CWE-22',
      weak: {
        'os.path.join':
          'import os\n\ndef read(root, name):\n    with open(os.path.join(root, name)) as file:\n        return file.read()\n',
        pathlib:
          'from pathlib import Path\n\ndef read(root: Path, name: str) -> str:\n    return (root / name).read_text()\n',
        'over a variable':
          'import os\n\ndef read(root, name):\n    target = os.path.normpath(os.path.join(root, name))\n    if not os.path.exists(target):\n        return None\n    return open(target).read()\n',
      },
      repaired: {
        basename:
          'import os\n\ndef read(root, name):\n    with open(os.path.join(root, os.path.basename(name))) as file:\n        return file.read()\n',
        'realpath and startswith':
          'import os\n\ndef read(root, name):\n    target = os.path.realpath(os.path.join(root, name))\n    if not target.startswith(os.path.realpath(root) + os.sep):\n        raise ValueError(name)\n    return open(target).read()\n',
        commonpath:
          'import os\n\ndef read(root, name):\n    target = os.path.realpath(os.path.join(root, name))\n    if os.path.commonpath([root, target]) != root:\n        raise ValueError(name)\n    return open(target).read()\n',
        is_relative_to:
          'from pathlib import Path\n\ndef read(root: Path, name: str) -> str:\n    target = (root / name).resolve()\n    if not target.is_relative_to(root.resolve()):\n        raise ValueError(name)\n    return target.read_text()\n',
        relative_to:
          'from pathlib import Path\n\ndef read(root: Path, name: str) -> str:\n    target = (root / name).resolve()\n    target.relative_to(root.resolve())\n    return target.read_text()\n',
        'name only':
          'from pathlib import Path\n\ndef read(root: Path, name: str) -> str:\n    return (root / Path(name).name).read_text()\n',
        secure_filename:
          'import os\nfrom werkzeug.utils import secure_filename\n\ndef read(root, name):\n    return open(os.path.join(root, secure_filename(name))).read()\n',
      },
    },
    {
      cwe: 'CWE-89',
      weak: {
        'an f-string':
          'def find(cursor, name):\n    cursor.execute(f"SELECT * FROM users WHERE name = \'{name}\'")\n    return cursor.fetchall()\n',
        'the old format':
          'def find(cursor, name):\n    query = "SELECT * FROM users WHERE name = \'%s\'" % name\n    return cursor.execute(query).fetchall()\n',
        'a sum': "def drop(db, table):\n    db.execute('DELETE FROM ' + table)\n",
      },
      repaired: {
        parameters:
          "def find(cursor, name):\n    cursor.execute('SELECT * FROM users WHERE name = %s', (name,))\n    return cursor.fetchall()\n",
        'named parameters':
          "def find(cursor, name):\n    return cursor.execute('SELECT * FROM users WHERE name = :name', {'name': name}).fetchall()\n",
        'places by number':
          "def find(cursor, ids):\n    places = ', '.join('?' for _ in ids)\n    return cursor.execute(f'SELECT * FROM users WHERE id IN ({places})', ids).fetchall()\n",
        'places by product':
          "def find(cursor, ids):\n    places = ','.join(['?'] * len(ids))\n    return cursor.execute(f'SELECT * FROM users WHERE id IN ({places})', ids).fetchall()\n",
        'a list of tables':
          "TABLES = ('users', 'teams')\n\ndef drop(db, table):\n    if table not in TABLES:\n        raise ValueError(table)\n    db.execute('DELETE FROM ' + table)\n",
      },
    },
    {
      cwe: 'CWE-79',
      weak: {
        'an f-string': "def row(title):\n    return f'<td>{title}</td>'\n",
        'a format': "def row(title):\n    return '<td>{}</td>'.format(title)\n",
      },
      repaired: {
        'html.escape': "import html\n\ndef row(title):\n    return f'<td>{html.escape(title)}</td>'\n",
        markupsafe:
          "from markupsafe import escape\n\ndef row(title):\n    title = escape(title)\n    return '<td>' + title + '</td>'\n",
        'of its own':
          "def row(title):\n    title = title.replace('&', '&amp;').replace('<', '&lt;')\n    return '<td>' + title + '</td>'\n",
      },
    },
    {
      cwe: 'CWE-95',
      weak: {
        eval: 'def calculate(expression):\n    return eval(expression)\n',
        'with globals': "def calculate(expression):\n    return eval(expression, {'__builtins__': {}})\n",
        exec: 'def run(code):\n    exec(code)\n',
      },
      repaired: {
        literal_eval: 'import ast\n\ndef calculate(expression):\n    return ast.literal_eval(expression)\n',
        json: 'import json\n\ndef calculate(expression):\n    return json.loads(expression)\n',
        method: 'def calculate(frame, x):\n    return frame.eval(x)\n',
      },
    },
    {
      cwe: 'CWE-502',
      weak: {
        pickle: 'import pickle\n\ndef load(data):\n    return pickle.loads(data)\n',
        'yaml.load': 'import yaml\n\ndef load(text):\n    return yaml.load(text, Loader=yaml.Loader)\n',
        'of a file':
          "import pickle\n\ndef load(path):\n    with open(path, 'rb') as file:\n        return pickle.load(file)\n",
      },
      repaired: {
        json: 'import json\n\ndef load(data):\n    return json.loads(data)\n',
        safe_load: 'import yaml\n\ndef load(text):\n    return yaml.safe_load(text)\n',
        SafeLoader: 'import yaml\n\ndef load(text):\n    return yaml.load(text, Loader=yaml.SafeLoader)\n',
        CSafeLoader: 'import yaml\n\ndef load(text):\n    return yaml.load(text, yaml.CSafeLoader)\n',
      },
    },
    {
      cwe: 'CWE-328',
      weak: {
        md5: 'import hashlib\n\ndef sign(x):\n    return hashlib.md5(x).hexdigest()\n',
        new: "import hashlib\n\ndef sign(x):\n    return hashlib.new('sha1', x).hexdigest()\n",
        hmac: 'import hashlib, hmac\n\ndef sign(k, x):\n    return hmac.new(k, x, hashlib.md5).hexdigest()\n',
      },
      repaired: {
        sha256: 'import hashlib\n\ndef sign(x):\n    return hashlib.sha256(x).hexdigest()\n',
        scrypt: 'import hashlib\n\ndef sign(x, salt):\n    return hashlib.scrypt(x, salt=salt, n=2, r=8, p=1)\n',
      },
    },
    {
      cwe: 'CWE-338',
      weak: {
        choices:
          "import random\nimport string\n\ndef create_token(n):\n    return ''.join(random.choices(string.ascii_letters, k=n))\n",
        variable: 'import random\n\ndef begin():\n    session_id = random.getrandbits(64)\n    return session_id\n',
      },
      repaired: {
        secrets: 'import secrets\n\ndef create_token(n):\n    return secrets.token_hex(n)\n',
        'secrets.choice':
          "import secrets\n\ndef create_token(n):\n    return ''.join(secrets.choice('abc') for _ in range(n))\n",
        SystemRandom:
          "import random\n\ndef create_token(n):\n    return ''.join(random.SystemRandom().choices('abc', k=n))\n",
        urandom: 'import os\n\ndef create_token(n):\n    return os.urandom(n).hex()\n',
      },
    },
    {
      cwe: 'CWE-295',
      weak: {
        requests: 'import requests\n\ndef load(url):\n    return requests.get(url, verify=False, timeout=5).text\n',
        context: 'import ssl\n\ndef context():\n    return ssl._create_unverified_context()\n',
        mode: 'import ssl\n\ndef context():\n    made = ssl.create_default_context()\n    made.check_hostname = False\n    made.verify_mode = ssl.CERT_NONE\n    return made\n',
      },
      repaired: {
        default: 'import requests\n\ndef load(url):\n    return requests.get(url, timeout=5).text\n',
        bundle: 'import requests\n\ndef load(url, bundle):\n    return requests.get(url, verify=bundle).text\n',
        context: 'import ssl\n\ndef context():\n    return ssl.create_default_context()\n',
      },
    },
    {
      cwe: 'CWE-798',
      weak: {
        constant: "API_KEY = 'q7Rk2vXw9TzB'\n",
        keyword: "def open_it(connect):\n    return connect(user='reader', password='hT5nn8Pq2sLk')\n",
        comparison: "def is_allowed(token):\n    return token == 'hT5nn8Pq2sLk'\n",
      },
      repaired: {
        environment: "import os\n\nAPI_KEY = os.environ['API_KEY']\n",
        parameter: 'def open_it(connect, password):\n    return connect(user="reader", password=password)\n',
      },
    },
    {
      cwe: 'CWE-611',
      weak: {
        lxml: 'from lxml import etree\n\ndef read(text):\n    return etree.fromstring(text, etree.XMLParser(resolve_entities=True))\n',
      },
      repaired: {
        off: 'from lxml import etree\n\ndef read(text):\n    return etree.fromstring(text, etree.XMLParser(resolve_entities=False))\n',
        defused: 'from defusedxml.ElementTree import fromstring\n\ndef read(text):\n    return fromstring(text)\n',
      },
    },
    {
      cwe: 'CWE-1333',
      weak: {
        compile: "import re\n\nNAME = re.compile(r'^(\\w+\\s?)*$')\n",
        match: "import re\n\ndef is_slug(x):\n    return re.match(r'^([a-z0-9]+-?)+$', x) is not None\n",
      },
      repaired: {
        separator: "import re\n\nNAME = re.compile(r'^\\w+(?:\\s\\w+)*$')\n",
        class: "import re\n\nNAME = re.compile(r'^[\\w\\s]+$')\n",
      },
    },
  ]);
});
