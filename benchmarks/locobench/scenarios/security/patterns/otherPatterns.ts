/** Languages with a few patterns each. Names are written out, so that little or nothing has to be imported. */
import type { ImportNeed, Pattern } from './types';

const needs = (...modules: readonly string[]): readonly ImportNeed[] =>
  modules.map((module) => ({ module, as: module.split('/').at(-1) }));

function both(
  head: Omit<Pattern, 'weak' | 'safe'>,
  weak: readonly [imports: readonly ImportNeed[], code: string],
  safe: readonly [imports: readonly ImportNeed[], code: string],
): Pattern {
  return { ...head, weak: { imports: weak[0], code: weak[1] }, safe: { imports: safe[0], code: safe[1] } };
}

const note = {
  names: ['readNote', 'loadTemplate', 'pageText'],
  parameters: { a: ['root', 'folder', 'base'], b: ['name', 'page', 'entry'] },
};
const change = {
  names: ['lastChange', 'newestRevision', 'changedIn'],
  parameters: { a: ['target', 'entry', 'item'] },
  keeps: ['git'],
};
const row = {
  names: ['tableRow', 'entryRow', 'resultRow'],
  parameters: { a: ['title', 'label', 'caption'] },
  keeps: ['td'],
};
const sign = { names: ['signText', 'sealText', 'proofOf'], parameters: { a: ['text', 'payload', 'content'] } };
const token = { names: ['createToken', 'inviteToken', 'resetToken'], parameters: { a: ['prefix', 'kind', 'scope'] } };
const upper = (names: readonly string[]) => names.map((name) => name.slice(0, 1).toUpperCase() + name.slice(1));
const snake = (names: readonly string[]) =>
  names.map((name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
const dollar = (parameters: Pattern['parameters']) =>
  Object.fromEntries(Object.entries(parameters).map(([key, names]) => [key, names.map((name) => `$${name}`)]));

export const goPatterns: readonly Pattern[] = [
  both(
    { id: 'read-below', cwe: 'CWE-22', ...note },
    [
      needs('os', 'path/filepath'),
      'func {name}({a}, {b} string) ([]byte, error) {\n\treturn os.ReadFile(filepath.Join({a}, {b}))\n}',
    ],
    [
      needs('os', 'path/filepath'),
      'func {name}({a}, {b} string) ([]byte, error) {\n\treturn os.ReadFile(filepath.Join({a}, filepath.Base({b})))\n}',
    ],
  ),
  both(
    { id: 'last-change', cwe: 'CWE-78', ...change },
    [
      needs('os/exec'),
      'func {name}({a} string) ([]byte, error) {\n\treturn exec.Command("sh", "-c", "git log -n 1 --format=%H -- "+{a}).Output()\n}',
    ],
    [
      needs('os/exec'),
      'func {name}({a} string) ([]byte, error) {\n\treturn exec.Command("git", "log", "-n", "1", "--format=%H", "--", {a}).Output()\n}',
    ],
  ),
  both(
    { id: 'table-row', cwe: 'CWE-79', ...row },
    [needs('fmt'), 'func {name}({a} string) string {\n\treturn fmt.Sprintf("<tr><td>%s</td></tr>", {a})\n}'],
    [
      needs('fmt', 'html'),
      'func {name}({a} string) string {\n\treturn fmt.Sprintf("<tr><td>%s</td></tr>", html.EscapeString({a}))\n}',
    ],
  ),
  both(
    {
      id: 'find-rows',
      cwe: 'CWE-89',
      names: ['findOrders', 'ordersOf', 'listOrders'],
      parameters: { a: ['db', 'store', 'database'], b: ['customer', 'owner', 'account'] },
      keeps: ['FROM orders'],
    },
    [
      needs('database/sql'),
      'func {name}({a} *sql.DB, {b} string) (*sql.Rows, error) {\n\treturn {a}.Query("SELECT id FROM orders WHERE customer = \'" + {b} + "\'")\n}',
    ],
    [
      needs('database/sql'),
      'func {name}({a} *sql.DB, {b} string) (*sql.Rows, error) {\n\treturn {a}.Query("SELECT id FROM orders WHERE customer = $1", {b})\n}',
    ],
  ),
  both(
    { id: 'sign-text', cwe: 'CWE-328', ...sign },
    [
      needs('crypto/md5', 'fmt'),
      'func {name}({a} string) string {\n\treturn fmt.Sprintf("%x", md5.Sum([]byte({a})))\n}',
    ],
    [
      needs('crypto/sha256', 'fmt'),
      'func {name}({a} string) string {\n\treturn fmt.Sprintf("%x", sha256.Sum256([]byte({a})))\n}',
    ],
  ),
];

export const javaPatterns: readonly Pattern[] = [
  both(
    { id: 'read-below', cwe: 'CWE-22', ...note },
    [
      [],
      'static java.io.InputStream {name}(java.io.File {a}, String {b}) throws java.io.IOException {\n  return new java.io.FileInputStream(new java.io.File({a}, {b}));\n}',
    ],
    [
      [],
      'static java.io.InputStream {name}(java.io.File {a}, String {b}) throws java.io.IOException {\n  return new java.io.FileInputStream(new java.io.File({a}, new java.io.File({b}).getName()));\n}',
    ],
  ),
  both(
    { id: 'last-change', cwe: 'CWE-78', ...change },
    [
      [],
      'static Process {name}(String {a}) throws java.io.IOException {\n  return new ProcessBuilder("sh", "-c", "git log -n 1 --format=%H -- " + {a}).start();\n}',
    ],
    [
      [],
      'static Process {name}(String {a}) throws java.io.IOException {\n  return new ProcessBuilder("git", "log", "-n", "1", "--format=%H", "--", {a}).start();\n}',
    ],
  ),
  both(
    {
      id: 'find-rows',
      cwe: 'CWE-89',
      names: ['findOrders', 'ordersOf', 'listOrders'],
      parameters: { a: ['connection', 'database', 'store'], b: ['customer', 'owner', 'account'] },
      keeps: ['FROM orders'],
    },
    [
      [],
      'static java.sql.ResultSet {name}(java.sql.Connection {a}, String {b}) throws java.sql.SQLException {\n  return {a}.prepareStatement("SELECT id FROM orders WHERE customer = \'" + {b} + "\'").executeQuery();\n}',
    ],
    [
      [],
      'static java.sql.ResultSet {name}(java.sql.Connection {a}, String {b}) throws java.sql.SQLException {\n  java.sql.PreparedStatement found = {a}.prepareStatement("SELECT id FROM orders WHERE customer = ?");\n  found.setString(1, {b});\n  return found.executeQuery();\n}',
    ],
  ),
  both(
    { id: 'sign-text', cwe: 'CWE-328', ...sign },
    [
      [],
      'static byte[] {name}(byte[] {a}) throws java.security.NoSuchAlgorithmException {\n  return java.security.MessageDigest.getInstance("MD5").digest({a});\n}',
    ],
    [
      [],
      'static byte[] {name}(byte[] {a}) throws java.security.NoSuchAlgorithmException {\n  return java.security.MessageDigest.getInstance("SHA-256").digest({a});\n}',
    ],
  ),
  both(
    { id: 'make-token', cwe: 'CWE-338', ...token },
    [
      [],
      'static String {name}(String {a}) {\n  return {a} + "-" + Long.toHexString(new java.util.Random().nextLong());\n}',
    ],
    [
      [],
      'static String {name}(String {a}) {\n  return {a} + "-" + Long.toHexString(new java.security.SecureRandom().nextLong());\n}',
    ],
  ),
];

export const csharpPatterns: readonly Pattern[] = [
  both(
    { id: 'read-below', cwe: 'CWE-22', ...note, names: upper(note.names) },
    [
      [],
      'internal static string {name}(string {a}, string {b})\n{\n  return System.IO.File.ReadAllText(System.IO.Path.Combine({a}, {b}));\n}',
    ],
    [
      [],
      'internal static string {name}(string {a}, string {b})\n{\n  return System.IO.File.ReadAllText(System.IO.Path.Combine({a}, System.IO.Path.GetFileName({b})));\n}',
    ],
  ),
  both(
    { id: 'table-row', cwe: 'CWE-79', ...row, names: upper(row.names) },
    [[], 'internal static string {name}(string {a})\n{\n  return "<tr><td>" + {a} + "</td></tr>";\n}'],
    [
      [],
      'internal static string {name}(string {a})\n{\n  return "<tr><td>" + System.Net.WebUtility.HtmlEncode({a}) + "</td></tr>";\n}',
    ],
  ),
  both(
    { id: 'sign-text', cwe: 'CWE-328', ...sign, names: upper(sign.names) },
    [[], 'internal static byte[] {name}(byte[] {a})\n{\n  return System.Security.Cryptography.MD5.HashData({a});\n}'],
    [
      [],
      'internal static byte[] {name}(byte[] {a})\n{\n  return System.Security.Cryptography.SHA256.HashData({a});\n}',
    ],
  ),
  both(
    { id: 'make-token', cwe: 'CWE-338', ...token, names: upper(token.names) },
    [
      [],
      'internal static string {name}(string {a})\n{\n  return {a} + "-" + new System.Random().Next().ToString("x");\n}',
    ],
    [
      [],
      'internal static string {name}(string {a})\n{\n  return {a} + "-" + System.Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16));\n}',
    ],
  ),
];

export const phpPatterns: readonly Pattern[] = [
  both(
    { id: 'read-below', cwe: 'CWE-22', names: snake(note.names), parameters: dollar(note.parameters) },
    [[], "function {name}(string {a}, string {b}): string\n{\n  return file_get_contents({a} . '/' . {b});\n}"],
    [
      [],
      "function {name}(string {a}, string {b}): string\n{\n  return file_get_contents({a} . '/' . basename({b}));\n}",
    ],
  ),
  both(
    {
      id: 'last-change',
      cwe: 'CWE-78',
      names: snake(change.names),
      parameters: dollar(change.parameters),
      keeps: ['git'],
    },
    [
      [],
      "function {name}(string {a}): string\n{\n  return (string) shell_exec('git log -n 1 --format=%H -- ' . {a});\n}",
    ],
    [
      [],
      "function {name}(string {a}): string\n{\n  return (string) shell_exec('git log -n 1 --format=%H -- ' . escapeshellarg({a}));\n}",
    ],
  ),
  both(
    { id: 'table-row', cwe: 'CWE-79', names: snake(row.names), parameters: dollar(row.parameters), keeps: ['td'] },
    [[], "function {name}(string {a}): string\n{\n  return '<tr><td>' . {a} . '</td></tr>';\n}"],
    [[], "function {name}(string {a}): string\n{\n  return '<tr><td>' . htmlspecialchars({a}) . '</td></tr>';\n}"],
  ),
  both(
    {
      id: 'restore',
      cwe: 'CWE-502',
      names: ['restore_state', 'read_snapshot', 'load_progress'],
      parameters: { a: ['$data', '$payload', '$content'] },
    },
    [[], 'function {name}(string {a}): mixed\n{\n  return unserialize({a});\n}'],
    [[], "function {name}(string {a}): mixed\n{\n  return unserialize({a}, ['allowed_classes' => false]);\n}"],
  ),
  both(
    { id: 'make-token', cwe: 'CWE-338', names: snake(token.names), parameters: dollar(token.parameters) },
    [[], "function {name}(string {a}): string\n{\n  return {a} . '-' . dechex(mt_rand());\n}"],
    [[], "function {name}(string {a}): string\n{\n  return {a} . '-' . bin2hex(random_bytes(16));\n}"],
  ),
];

export const cPatterns: readonly Pattern[] = [
  both(
    {
      id: 'copy-label',
      cwe: 'CWE-120',
      names: ['set_label', 'keep_title', 'put_caption'],
      parameters: { a: ['label', 'title', 'caption'] },
    },
    [
      needs('stdio.h', 'string.h'),
      'int {name}(const char *{a})\n{\n  char line[64];\n  strcpy(line, {a});\n  return puts(line);\n}',
    ],
    [
      needs('stdio.h', 'string.h'),
      'int {name}(const char *{a})\n{\n  char line[64];\n  snprintf(line, sizeof line, "%s", {a});\n  return puts(line);\n}',
    ],
  ),
  both(
    {
      id: 'greet',
      cwe: 'CWE-120',
      names: ['greet_user', 'show_entry', 'write_status'],
      parameters: { a: ['name', 'entry', 'text'] },
      keeps: ['entry:'],
    },
    [
      needs('stdio.h'),
      'int {name}(const char *{a})\n{\n  char line[80];\n  sprintf(line, "entry: %s", {a});\n  return puts(line);\n}',
    ],
    [
      needs('stdio.h'),
      'int {name}(const char *{a})\n{\n  char line[80];\n  snprintf(line, sizeof line, "entry: %s", {a});\n  return puts(line);\n}',
    ],
  ),
  both(
    {
      id: 'list-files',
      cwe: 'CWE-78',
      names: ['open_editor', 'show_page', 'print_file'],
      parameters: { a: ['path', 'file', 'page'] },
      keeps: ['less'],
    },
    [
      needs('stdio.h', 'stdlib.h', 'unistd.h'),
      'int {name}(const char *{a})\n{\n  char command[512];\n  snprintf(command, sizeof command, "less -- %s", {a});\n  return system(command);\n}',
    ],
    [
      needs('stdio.h', 'stdlib.h', 'unistd.h'),
      'int {name}(const char *{a})\n{\n  return execlp("less", "less", "--", {a}, (char *)NULL);\n}',
    ],
  ),
];
