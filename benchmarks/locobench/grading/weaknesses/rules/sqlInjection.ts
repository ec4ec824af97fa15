import { Flow } from '../code/flow';
import { allowList } from '../code/guards';
import { piecesOf } from '../code/texts';
import type { WeaknessRule } from '../types';
import { cleanerNamed } from './cleaners';

const RUNS =
  /^(query|execute|executemany|executescript|run|all|get|each|prepare|prepareStatement|exec|raw|unsafe|Query|QueryRow|QueryContext|QueryRowContext|Exec|ExecContext|Prepare|executeQuery|executeUpdate|createQuery|createNativeQuery|SqlCommand|SqliteCommand|NpgsqlCommand|MySqlCommand|FromSqlRaw|ExecuteSqlRaw|mysqli_query|pg_query|sqlite3_exec|mysql_query|PQexec|text|fetch|fetchrow|fetchval|\$queryRawUnsafe|\$executeRawUnsafe|select|many|one|any|none)$/;
const STATEMENT =
  /^\s*(select\b[\s\S]*\bfrom\b|insert\s+into\b|update\b[\s\S]*\bset\b|delete\s+from\b|with\s+\w+\s+as\b|create\s+table\b|drop\s+table\b)/i;

const cleans = cleanerNamed(
  new Set(['escape', 'escaped', 'quote', 'quoted', 'identifier', 'ident', 'literal', 'sanitize', 'sanitise']),
  (pattern, by) => /['"]/.test(pattern) && /''|\\\\'|""/.test(by),
);

export const sqlInjection: WeaknessRule = {
  cwe: 'CWE-89',
  title: 'SQL injection: a text from outside becomes part of a statement instead of a parameter of it',
  families: ['script', 'python', 'go', 'java', 'csharp', 'php', 'c'],
  *find(file) {
    const flow = new Flow(file, { cleans, guards: allowList });
    for (const call of file.calls) {
      if (!RUNS.test(call.name)) continue;
      for (const argument of call.args.slice(0, 2)) {
        const pieces = piecesOf(file, argument);
        const fixed = pieces.map((piece) => (typeof piece === 'string' ? piece : '?')).join('');
        if (!STATEMENT.test(fixed)) continue;
        if (pieces.some((piece) => typeof piece !== 'string' && flow.reaches(piece, call.node))) {
          yield call.node;
          break;
        }
      }
    }
    // C#: the text of a command is set.
    for (const { name, value, node } of file.allAssignments()) {
      if (file.family !== 'csharp' || !(node.text.split('=')[0] ?? name).includes('CommandText')) continue;
      const pieces = piecesOf(file, value);
      const fixed = pieces.map((piece) => (typeof piece === 'string' ? piece : '?')).join('');
      if (STATEMENT.test(fixed) && pieces.some((piece) => typeof piece !== 'string' && flow.reaches(piece, node)))
        yield node;
    }
  },
};
