import { testPairs } from './testing/pairs';

describe('Weaknesses of Go', () => {
  const go = (imports: string, body: string) => `package a\n\nimport (\n${imports}\n)\n\n${body}\n`;
  testPairs('a/a.go', [
    {
      cwe: 'CWE-78',
      weak: {
        'sh -c': go(
          '\t"os/exec"',
          'func Log(ref string) error {\n\treturn exec.Command("sh", "-c", "git log "+ref).Run()\n}',
        ),
      },
      repaired: {
        arguments: go('\t"os/exec"', 'func Log(ref string) error {\n\treturn exec.Command("git", "log", ref).Run()\n}'),
        'a form': go(
          '\t"os/exec"\n\t"regexp"',
          'var form = regexp.MustCompile(`^[\\w/]+$`)\n\nfunc Log(ref string) error {\n\tif !form.MatchString(ref) {\n\t\treturn errBad\n\t}\n\treturn exec.Command("sh", "-c", "git log "+ref).Run()\n}',
        ),
      },
    },
    {
      cwe: 'CWE-22',
      weak: {
        join: go(
          '\t"os"\n\t"path/filepath"',
          'func Read(root, name string) ([]byte, error) {\n\treturn os.ReadFile(filepath.Join(root, name))\n}',
        ),
      },
      repaired: {
        Base: go(
          '\t"os"\n\t"path/filepath"',
          'func Read(root, name string) ([]byte, error) {\n\treturn os.ReadFile(filepath.Join(root, filepath.Base(name)))\n}',
        ),
        HasPrefix: go(
          '\t"os"\n\t"path/filepath"\n\t"strings"',
          'func Read(root, name string) ([]byte, error) {\n\ttarget := filepath.Join(root, name)\n\tif !strings.HasPrefix(target, filepath.Clean(root)+"/") {\n\t\treturn nil, os.ErrPermission\n\t}\n\treturn os.ReadFile(target)\n}',
        ),
        IsLocal: go(
          '\t"os"\n\t"path/filepath"',
          'func Read(root, name string) ([]byte, error) {\n\tif !filepath.IsLocal(name) {\n\t\treturn nil, os.ErrPermission\n\t}\n\treturn os.ReadFile(filepath.Join(root, name))\n}',
        ),
      },
    },
    {
      cwe: 'CWE-89',
      weak: {
        Sprintf: go(
          '\t"fmt"',
          'func Find(db *DB, name string) (*Rows, error) {\n\tquery := fmt.Sprintf("SELECT id FROM users WHERE name = \'%s\'", name)\n\treturn db.Query(query)\n}',
        ),
      },
      repaired: {
        parameters: go(
          '\t"fmt"',
          'func Find(db *DB, name string) (*Rows, error) {\n\treturn db.Query("SELECT id FROM users WHERE name = $1", name)\n}',
        ),
        'a table': go(
          '\t"fmt"',
          'var columns = map[string]bool{"name": true}\n\nfunc Find(db *DB, sort string) (*Rows, error) {\n\tif !columns[sort] {\n\t\tsort = "name"\n\t\treturn nil, errBad\n\t}\n\treturn db.Query("SELECT id FROM users ORDER BY " + sort)\n}',
        ),
      },
    },
    {
      cwe: 'CWE-79',
      weak: {
        Sprintf: go('\t"fmt"', 'func Row(title string) string {\n\treturn fmt.Sprintf("<td>%s</td>", title)\n}'),
      },
      repaired: {
        EscapeString: go(
          '\t"fmt"\n\t"html"',
          'func Row(title string) string {\n\treturn fmt.Sprintf("<td>%s</td>", html.EscapeString(title))\n}',
        ),
      },
    },
    {
      cwe: 'CWE-295',
      weak: {
        skip: go('\t"crypto/tls"', 'func Config() *tls.Config {\n\treturn &tls.Config{InsecureSkipVerify: true}\n}'),
      },
      repaired: {
        minimum: go(
          '\t"crypto/tls"',
          'func Config() *tls.Config {\n\treturn &tls.Config{MinVersion: tls.VersionTLS12}\n}',
        ),
      },
    },
    {
      cwe: 'CWE-328',
      weak: { md5: go('\t"crypto/md5"', 'func Sign(x []byte) [16]byte {\n\treturn md5.Sum(x)\n}') },
      repaired: { sha256: go('\t"crypto/sha256"', 'func Sign(x []byte) [32]byte {\n\treturn sha256.Sum256(x)\n}') },
    },
    {
      cwe: 'CWE-338',
      weak: { 'math/rand': go('\t"math/rand"', 'func NewToken() int {\n\treturn rand.Intn(1000000)\n}') },
      repaired: {
        'crypto/rand': go(
          '\t"crypto/rand"',
          'func NewToken() ([]byte, error) {\n\tout := make([]byte, 16)\n\t_, err := rand.Read(out)\n\treturn out, err\n}',
        ),
      },
    },
  ]);
});

describe('Weaknesses of Java', () => {
  const java = (body: string) => `class A {\n${body}\n}\n`;
  testPairs('src/A.java', [
    {
      cwe: 'CWE-78',
      weak: {
        exec: java(
          '  Process log(String ref) throws IOException {\n    return Runtime.getRuntime().exec("git log " + ref);\n  }',
        ),
        'sh -c': java(
          '  Process log(String ref) throws IOException {\n    return new ProcessBuilder("sh", "-c", "git log " + ref).start();\n  }',
        ),
      },
      repaired: {
        ProcessBuilder: java(
          '  Process log(String ref) throws IOException {\n    return new ProcessBuilder("git", "log", ref).start();\n  }',
        ),
        array: java(
          '  Process log(String ref) throws IOException {\n    return Runtime.getRuntime().exec(new String[] {"git", "log", ref});\n  }',
        ),
      },
    },
    {
      cwe: 'CWE-22',
      weak: {
        resolve: java(
          '  String read(Path root, String name) throws IOException {\n    return Files.readString(Paths.get(root.toString(), name));\n  }',
        ),
        File: java(
          '  InputStream read(File root, String name) throws IOException {\n    return new FileInputStream(new File(root, name));\n  }',
        ),
      },
      repaired: {
        startsWith: java(
          '  InputStream read(File root, String name) throws IOException {\n    File file = new File(root, name);\n    if (!file.getCanonicalPath().startsWith(root.getCanonicalPath() + File.separator)) {\n      throw new IOException(name);\n    }\n    return new FileInputStream(file);\n  }',
        ),
        getName: java(
          '  InputStream read(File root, String name) throws IOException {\n    return new FileInputStream(new File(root, new File(name).getName()));\n  }',
        ),
      },
    },
    {
      cwe: 'CWE-89',
      weak: {
        sum: java(
          '  ResultSet find(Statement statement, String name) throws SQLException {\n    String sql = "SELECT * FROM users WHERE name = \'" + name + "\'";\n    return statement.executeQuery(sql);\n  }',
        ),
      },
      repaired: {
        prepared: java(
          '  ResultSet find(Connection db, String name) throws SQLException {\n    PreparedStatement found = db.prepareStatement("SELECT * FROM users WHERE name = ?");\n    found.setString(1, name);\n    return found.executeQuery();\n  }',
        ),
      },
    },
    {
      cwe: 'CWE-328',
      weak: {
        MD5: java(
          '  byte[] sign(byte[] x) throws Exception {\n    return MessageDigest.getInstance("MD5").digest(x);\n  }',
        ),
      },
      repaired: {
        SHA256: java(
          '  byte[] sign(byte[] x) throws Exception {\n    return MessageDigest.getInstance("SHA-256").digest(x);\n  }',
        ),
      },
    },
    {
      cwe: 'CWE-338',
      weak: { Random: java('  long createToken() {\n    return new Random().nextLong();\n  }') },
      repaired: { SecureRandom: java('  long createToken() {\n    return new SecureRandom().nextLong();\n  }') },
    },
    {
      cwe: 'CWE-502',
      weak: {
        readObject: java(
          '  Object load(InputStream in) throws Exception {\n    return new ObjectInputStream(in).readObject();\n  }',
        ),
      },
      repaired: {
        filter: java(
          '  Object load(InputStream in) throws Exception {\n    ObjectInputStream from = new ObjectInputStream(in);\n    from.setObjectInputFilter(ObjectInputFilter.Config.createFilter("a.*;!*"));\n    return from.readObject();\n  }',
        ),
        json: java(
          '  Note load(InputStream in) throws Exception {\n    return new ObjectMapper().readValue(in, Note.class);\n  }',
        ),
      },
    },
    {
      cwe: 'CWE-611',
      weak: {
        factory: java(
          '  Document read(InputStream in) throws Exception {\n    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();\n    return factory.newDocumentBuilder().parse(in);\n  }',
        ),
      },
      repaired: {
        feature: java(
          '  Document read(InputStream in) throws Exception {\n    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();\n    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);\n    return factory.newDocumentBuilder().parse(in);\n  }',
        ),
      },
    },
    {
      cwe: 'CWE-798',
      weak: { constant: java('  private static final String PASSWORD = "hT5nn8Pq2sLk";') },
      repaired: { environment: java('  private static final String PASSWORD = System.getenv("PASSWORD");') },
    },
  ]);
});

describe('Weaknesses of C#', () => {
  const cs = (body: string) => `class A\n{\n${body}\n}\n`;
  testPairs('src/A.cs', [
    {
      cwe: 'CWE-78',
      weak: {
        shell: cs('    void Log(string name)\n    {\n        Process.Start("cmd.exe", "/c git log " + name);\n    }'),
      },
      repaired: {
        list: cs('    void Log(string name)\n    {\n        Process.Start("git", new[] { "log", name });\n    }'),
      },
    },
    {
      cwe: 'CWE-22',
      weak: {
        Combine: cs(
          '    string Read(string root, string name)\n    {\n        return File.ReadAllText(Path.Combine(root, name));\n    }',
        ),
      },
      repaired: {
        GetFileName: cs(
          '    string Read(string root, string name)\n    {\n        return File.ReadAllText(Path.Combine(root, Path.GetFileName(name)));\n    }',
        ),
        StartsWith: cs(
          '    string Read(string root, string name)\n    {\n        var file = Path.GetFullPath(Path.Combine(root, name));\n        if (!file.StartsWith(Path.GetFullPath(root) + Path.DirectorySeparatorChar)) throw new IOException(name);\n        return File.ReadAllText(file);\n    }',
        ),
      },
    },
    {
      cwe: 'CWE-89',
      weak: {
        interpolation: cs(
          '    object Find(SqlConnection db, string name)\n    {\n        using var command = new SqlCommand($"SELECT id FROM users WHERE name = \'{name}\'", db);\n        return command.ExecuteScalar();\n    }',
        ),
      },
      repaired: {
        parameters: cs(
          '    object Find(SqlConnection db, string name)\n    {\n        using var command = new SqlCommand("SELECT id FROM users WHERE name = @name", db);\n        command.Parameters.AddWithValue("@name", name);\n        return command.ExecuteScalar();\n    }',
        ),
      },
    },
    {
      cwe: 'CWE-328',
      weak: { MD5: cs('    byte[] Sign(byte[] x) => MD5.HashData(x);') },
      repaired: { SHA256: cs('    byte[] Sign(byte[] x) => SHA256.HashData(x);') },
    },
    {
      cwe: 'CWE-338',
      weak: { Random: cs('    int CreateToken()\n    {\n        return new Random().Next();\n    }') },
      repaired: {
        generator: cs('    int CreateToken()\n    {\n        return RandomNumberGenerator.GetInt32(1000000);\n    }'),
      },
    },
    {
      cwe: 'CWE-295',
      weak: {
        callback: cs(
          '    HttpClientHandler Handler()\n    {\n        return new HttpClientHandler { ServerCertificateCustomValidationCallback = (a, b, c, d) => true };\n    }',
        ),
      },
      repaired: {
        default: cs(
          '    HttpClientHandler Handler()\n    {\n        return new HttpClientHandler { AllowAutoRedirect = false };\n    }',
        ),
      },
    },
    {
      cwe: 'CWE-79',
      weak: { interpolation: cs('    string Row(string title) => $"<td>{title}</td>";') },
      repaired: { HtmlEncode: cs('    string Row(string title) => $"<td>{WebUtility.HtmlEncode(title)}</td>";') },
    },
  ]);
});

describe('Weaknesses of PHP', () => {
  const php = (body: string) => `<?php\n\n${body}\n`;
  testPairs('src/a.php', [
    {
      cwe: 'CWE-78',
      weak: { exec: php('function read_log($ref) {\n    return shell_exec("git log " . $ref);\n}') },
      repaired: {
        escapeshellarg: php('function read_log($ref) {\n    return shell_exec("git log " . escapeshellarg($ref));\n}'),
      },
    },
    {
      cwe: 'CWE-22',
      weak: {
        sum: php("function read_note($root, $name) {\n    return file_get_contents($root . '/' . $name);\n}"),
        text: php('function read_note($root, $name) {\n    return file_get_contents("$root/$name");\n}'),
      },
      repaired: {
        basename: php(
          "function read_note($root, $name) {\n    return file_get_contents($root . '/' . basename($name));\n}",
        ),
        realpath: php(
          "function read_note($root, $name) {\n    $file = realpath($root . '/' . $name);\n    if ($file === false || strpos($file, realpath($root)) !== 0) {\n        return null;\n    }\n    return file_get_contents($file);\n}",
        ),
      },
    },
    {
      cwe: 'CWE-89',
      weak: {
        text: php(
          'function find_user($db, $name) {\n    return $db->query("SELECT * FROM users WHERE name = \'$name\'");\n}',
        ),
      },
      repaired: {
        prepared: php(
          "function find_user($db, $name) {\n    $found = $db->prepare('SELECT * FROM users WHERE name = ?');\n    $found->execute([$name]);\n    return $found->fetch();\n}",
        ),
      },
    },
    {
      cwe: 'CWE-79',
      weak: { sum: php("function row($title) {\n    return '<td>' . $title . '</td>';\n}") },
      repaired: {
        htmlspecialchars: php(
          "function row($title) {\n    return '<td>' . htmlspecialchars($title, ENT_QUOTES) . '</td>';\n}",
        ),
      },
    },
    {
      cwe: 'CWE-502',
      weak: { unserialize: php('function load_it($data) {\n    return unserialize($data);\n}') },
      repaired: {
        classes: php("function load_it($data) {\n    return unserialize($data, ['allowed_classes' => false]);\n}"),
        json: php('function load_it($data) {\n    return json_decode($data, true);\n}'),
      },
    },
    {
      cwe: 'CWE-328',
      weak: { md5: php('function sign($x) {\n    return md5($x);\n}') },
      repaired: {
        hash: php("function sign($x) {\n    return hash('sha256', $x);\n}"),
        password_hash: php('function sign($x) {\n    return password_hash($x, PASSWORD_DEFAULT);\n}'),
      },
    },
    {
      cwe: 'CWE-338',
      weak: { mt_rand: php('function create_token() {\n    return dechex(mt_rand());\n}') },
      repaired: { random_bytes: php('function create_token() {\n    return bin2hex(random_bytes(16));\n}') },
    },
  ]);
});

describe('Weaknesses of C', () => {
  const c = (body: string) => `#include <stdio.h>\n#include <string.h>\n\n${body}\n`;
  testPairs('src/a.c', [
    {
      cwe: 'CWE-120',
      weak: {
        strcpy: c('void label(char out[32], const char *name)\n{\n    strcpy(out, name);\n}'),
        sprintf: c(
          'int greet(const char *name)\n{\n    char line[64];\n    sprintf(line, "hello %s", name);\n    return puts(line);\n}',
        ),
      },
      repaired: {
        snprintf: c(
          'int greet(const char *name)\n{\n    char line[64];\n    snprintf(line, sizeof line, "hello %s", name);\n    return puts(line);\n}',
        ),
        strncpy: c(
          "void label(char out[32], const char *name)\n{\n    strncpy(out, name, 31);\n    out[31] = '\\0';\n}",
        ),
        'a look at the length': c(
          'int label(char *out, size_t size, const char *name)\n{\n    if (strlen(name) >= size) return -1;\n    strcpy(out, name);\n    return 0;\n}',
        ),
        'a number': c(
          'int greet(int n)\n{\n    char line[64];\n    sprintf(line, "hello %d", n);\n    return puts(line);\n}',
        ),
      },
    },
    {
      cwe: 'CWE-78',
      weak: {
        system: c(
          'int show(const char *name)\n{\n    char line[256];\n    snprintf(line, sizeof line, "git log %s", name);\n    return system(line);\n}',
        ),
      },
      repaired: {
        execlp: c('int show(const char *name)\n{\n    return execlp("git", "git", "log", name, (char *)NULL);\n}'),
      },
    },
  ]);
});
