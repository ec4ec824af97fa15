/** A small repository in Python with habits: docstrings with fields, types in signatures, ValueError, loggers of modules, tests by unittest. */
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const subjects = [
  ...['parcel', 'invoice', 'ticket', 'ledger', 'basket', 'voucher', 'receipt', 'shelf', 'pallet', 'waybill'],
  ...['carton', 'depot', 'courier', 'counter', 'stamp', 'crate', 'label', 'scale'],
];

function moduleText(subject: string): string {
  const name = subject.charAt(0).toUpperCase() + subject.slice(1);
  return `"""What the shop does with a ${subject}."""

import logging

logger = logging.getLogger(__name__)

MAX_LINES = 20


class ${name}Error(ValueError):
    """Trouble with a ${subject}."""


def parse_${subject}_line(text: str, max_lines: int = MAX_LINES) -> dict:
    """Reads a line about a ${subject}.

    :param text: the line
    :param max_lines: more are not read
    :returns: its fields
    """
    if not text:
        raise ValueError(f"A ${subject} needs a text, not {text!r}")
    fields = text.split(",")[:max_lines]
    logger.debug("parsed", extra={"fields": len(fields)})
    return {"fields": fields}


def join_${subject}_names(names: list) -> str:
    return ", ".join(sorted(names))


def count_${subject}_weight(weights: list) -> int:
    total = 0
    for weight in weights:
        total += weight
    return total
`;
}

function testText(subject: string): string {
  return `import unittest

from shop.${subject} import count_${subject}_weight, join_${subject}_names, parse_${subject}_line


class ${subject.charAt(0).toUpperCase()}${subject.slice(1)}Test(unittest.TestCase):
    def test_reads_fields(self):
        self.assertEqual(parse_${subject}_line("a,b"), {"fields": ["a", "b"]})

    def test_joins_names(self):
        self.assertEqual(join_${subject}_names(["b", "a"]), "a, b")

    def test_counts_weight(self):
        self.assertEqual(count_${subject}_weight([1, 2]), 3)


if __name__ == "__main__":
    unittest.main()
`;
}

/** @param folder is made, and may not hold anything yet */
export async function makePythonRepository(folder: string): Promise<void> {
  const write = async (file: string, text: string) => {
    const target = path.join(folder, file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, text);
  };
  await write('README.md', '# Shop\n\nA shop, in small pieces.\n');
  await write('requirements.txt', 'requests>=2\n');
  await write('shop/__init__.py', '');
  for (const subject of subjects) {
    await write(`shop/${subject}.py`, moduleText(subject));
    await write(`tests/test_${subject}.py`, testText(subject));
  }
  const identity = [
    '-c',
    'user.name=Fixture',
    '-c',
    'user.email=fixture@example.invalid',
    '-c',
    'commit.gpgsign=false',
  ];
  await run('git', ['init', '-q'], { cwd: folder });
  await run('git', ['add', '-A'], { cwd: folder });
  await run('git', [...identity, 'commit', '-q', '-m', 'A shop'], { cwd: folder });
}
