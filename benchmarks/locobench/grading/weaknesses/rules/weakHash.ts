import type { CodeFile } from '../code/codeFile';
import { constantText } from '../code/texts';
import type { WeaknessRule } from '../types';

const WEAK = /^(md[245]|sha-?1|ripemd|rmd160|adler32|crc32b?)$/i;

export const weakHash: WeaknessRule = {
  cwe: 'CWE-328',
  title: 'weak hash: MD5 or SHA-1 where somebody could profit from a collision or a guess',
  families: ['script', 'python', 'go', 'java', 'csharp', 'php', 'c'],
  *find(file) {
    for (const call of file.calls) {
      const named =
        /^(createHash|createHmac|getInstance|hash|hash_hmac|new|HashAlgorithmCreate|pbkdf2_hmac|pbkdf2Sync|pbkdf2|digest)$/.test(
          call.name,
        );
      if (named && [...call.args, ...call.named.values()].some((each) => WEAK.test(constantText(file, each) ?? '')))
        yield call.node;
      else if (direct(file, call.callee)) yield call.node;
    }
    for (const node of file.ofType('attribute', 'selector_expression')) {
      // `hmac.new(key, text, hashlib.md5)`, `hmac.New(sha1.New, key)`.
      if (/^(hashlib\.(md5|sha1)|md5\.New|sha1\.New)$/.test(node.text) && !(node.parent?.type ?? '').startsWith('call'))
        yield node;
    }
  },
};

function direct({ family }: CodeFile, callee: string): boolean {
  switch (family) {
    case 'python':
      return /^(hashlib\.)?(md5|sha1)$/.test(callee);
    case 'go':
      return /^(md5|sha1)\.(New|Sum)$/.test(callee);
    case 'csharp':
      return /^(\w+\.)*(MD5|SHA1|MD5CryptoServiceProvider|SHA1Managed|HMACMD5|HMACSHA1)(\.(Create|HashData))?$/.test(
        callee,
      );
    case 'php':
      return /^(md5|sha1|md5_file|sha1_file|crc32)$/.test(callee);
    case 'java':
      return /^DigestUtils\.(md5|sha1)(Hex)?$/.test(callee);
    case 'c':
      return /^(MD5|SHA1|MD5_Init|SHA1_Init|EVP_md5|EVP_sha1)$/.test(callee);
    case 'script':
      return /^(md5|sha1)$/.test(callee);
  }
}
