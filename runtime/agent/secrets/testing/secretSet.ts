/**
 * Made-up secrets in every form that is looked for. They are put together here, so that this file holds none and nobody's scanner
 * takes it for a leak.
 */
export interface SampleSecret {
  readonly what: string;
  readonly secret: string;
  /** As it stands in a file. */
  readonly text: string;
  /** Found among known forms already, so never written into a trace. */
  readonly known: boolean;
}

/** Letters and digits that look random, always the same. */
function letters(length: number, alphabet: string, seed = 7): string {
  let state = seed;
  return Array.from({ length }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return alphabet[Math.floor((state / 2 ** 31) * alphabet.length)];
  }).join('');
}

const small = 'abcdefghijklmnopqrstuvwxyz';
const hex = (length: number) => letters(length, '0123456789abcdef');
const word = (length: number) => `a1B2${letters(length - 4, `${small}${small.toUpperCase()}0123456789`)}`;
const upper = (length: number) => letters(length, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567');
const base64 = (length: number) => letters(length, `${small}${small.toUpperCase()}0123456789+/`, 11);

const known = (what: string, ...parts: readonly string[]): SampleSecret => {
  const secret = parts.join('');
  return { what, secret, text: `const client = connect('${secret}'); // ${what}`, known: true };
};
const inText = (what: string, secret: string, before: string, after = ''): SampleSecret => ({
  ...{ what, secret, text: `first line\n${before}${secret}${after}\nlast line`, known: false },
});

const pem = (kind: string) =>
  [`-----BEGIN ${kind}`, `PRIVATE KEY-----\n${base64(64)}\n${base64(64)}\n-----END ${kind}`, 'PRIVATE KEY-----'].join(
    kind === '' ? '' : ' ',
  );

export const secretSet: readonly SampleSecret[] = [
  known('private key', pem('')),
  known('RSA private key', pem('RSA')),
  known('OpenSSH private key', pem('OPENSSH')),
  known('EC private key', pem('EC')),
  known('private key, cut off', '-----BEGIN ', `PRIVATE KEY-----\n${base64(64)}\n${base64(30)}`),
  known('private key in JSON', pem('').replaceAll('\n', String.raw`\n`)),
  known(
    'PGP private key',
    '-----BEGIN PGP ',
    `PRIVATE KEY BLOCK-----\n\n${base64(64)}\n=abcd\n-----END PGP `,
    'PRIVATE KEY BLOCK-----',
  ),
  known('age key', 'AGE-SECRET-', `KEY-1${letters(58, '023456789ACDEFGHJKLMNPQRSTUVWXYZ')}`),
  known('GitHub classic token', 'ghp', `_${word(36)}`),
  known('GitHub server token', 'ghs', `_${word(36)}`),
  known('GitHub fine-grained token', 'github', `_pat_${word(22)}_${word(59)}`),
  known('GitLab token', 'glpat', `-${word(20)}`),
  known('AWS access key', 'AKIA', upper(16)),
  known('AWS temporary key', 'ASIA', upper(16)),
  known('Anthropic key', 'sk-ant', `-api03-${word(90)}-AA`),
  known('OpenAI key', 'sk-', word(48)),
  known('OpenAI project key', 'sk-proj', `-${word(100)}`),
  known('OpenRouter key', 'sk-or', `-v1-${hex(64)}`),
  known('Google key', 'AIza', word(35)),
  known('Google OAuth secret', 'GOCSPX', `-${word(28)}`),
  known('Google access token', 'ya29', `.${word(60)}`),
  known('Hugging Face token', 'hf', `_${letters(34, `${small}${small.toUpperCase()}`)}`),
  known('npm token', 'npm', `_${word(36)}`),
  known('PyPI token', 'pypi', `-AgEIcHlwaS5vcmc${word(60)}`),
  known('RubyGems key', 'rubygems', `_${hex(48)}`),
  known('Slack bot token', 'xoxb', `-123456789012-123456789012-${word(24)}`),
  known('Slack app token', 'xapp', `-1-A0B1C2D3E4F-123456789012-${hex(64)}`),
  known('Slack web hook', 'https://hooks.slack', `.com/services/T00000000/B00000000/${word(24)}`),
  known('Discord web hook', 'https://discord', `.com/api/webhooks/123456789012345678/${word(68)}`),
  known('Telegram token', '123456789:', `AA${word(33)}`),
  known('Stripe live key', 'sk_live', `_${word(24)}`),
  known('Stripe restricted key', 'rk_live', `_${word(24)}`),
  known('Stripe web hook secret', 'whsec', `_${word(32)}`),
  known('Square token', 'sq0atp', `-${word(22)}`),
  known('Shopify token', 'shpat', `_${hex(32)}`),
  known('SendGrid key', 'SG', `.${word(22)}.${word(43)}`),
  known('Mailgun key', 'key', `-${hex(32)}`),
  known('Mailchimp key', hex(32), '-us12'),
  known('Twilio key', 'SK', hex(32)),
  known('DigitalOcean token', 'dop', `_v1_${hex(64)}`),
  known('Databricks token', 'dapi', hex(32)),
  known('Linear key', 'lin_api', `_${word(40)}`),
  known('Notion token', 'ntn', `_${word(46)}`),
  known('Vault token', 'hvs', `.${word(90)}`),
  known('Terraform token', word(14), `.atlasv1.${word(67)}`),
  known('Docker token', 'dckr', `_pat_${word(27)}`),
  known('Atlassian token', 'ATATT3', word(180)),
  known('Groq key', 'gsk', `_${word(52)}`),
  known('xAI key', 'xai', `-${word(80)}`),
  known('Perplexity key', 'pplx', `-${word(48)}`),
  known('Replicate token', 'r8', `_${word(37)}`),
  known('New Relic key', 'NRAK', `-${upper(27)}`),
  known('Grafana token', 'glsa', `_${word(32)}_${hex(8)}`),
  known('Sentry token', 'sntrys', `_${word(60)}`),
  known('Postman key', 'PMAK', `-${hex(24)}-${hex(34)}`),
  known('Figma token', 'figd', `_${word(40)}`),
  known('Supabase key', 'sbp', `_${hex(40)}`),
  known('JSON web token', 'eyJhbGciOiJIUzI1NiJ9', `.eyJ${word(30)}.${word(43)}`),
  { ...inText('Azure storage key', `${base64(86)}==`, 'DefaultEndpointsProtocol=https;AccountKey='), known: true },
  inText('password of a database', 'Zx81-kilo', 'DATABASE=postgres://admin:', '@db.internal:5432/shop'),
  inText('password of a git remote', word(20), 'url = https://oauth2:', '@git.internal/team/project.git'),
  inText('password of Redis, no user', 'p4ssw0rd!', 'redis://:', '@cache:6379/0'),
  inText('token in a URL', word(24), 'curl "https://api.internal/v1/items?page=2&access_token=', '"'),
  inText('key in a URL', word(24), 'fetch("https://maps.internal/js?key=', '&v=3")'),
  inText('signature of a URL', hex(64), 'https://bucket.s3.amazonaws.com/a?X-Amz-Expires=60&X-Amz-Signature='),
  inText('bearer token', word(40), "  -H 'Authorization: Bearer ", "'"),
  inText('basic authorization', base64(24), 'Authorization: Basic '),
  inText('key in a header', word(32), 'x-api-key: '),
  inText('variable of a .env file', 'correct-horse', 'DB_PASSWORD='),
  inText('quoted variable of a .env file', 'four words of it', 'JWT_SECRET="', '"'),
  inText('exported variable', word(20), 'export MY_SERVICE_TOKEN='),
  inText('AWS secret key of a .env file', base64(40), 'AWS_SECRET_ACCESS_KEY='),
  inText('AWS secret key of a credentials file', base64(40), 'aws_secret_access_key = '),
  inText('password in JSON', 'tr0ub4dor&3', '{ "user": "me", "password": "', '" }'),
  inText('secret in TypeScript', word(32), 'const clientSecret = "', '";'),
  inText('key in Python', word(32), "API_KEY = '", "'"),
  inText('key in YAML', word(32), '  api_key: '),
  inText('password of an option', 'Tr0ub4dor', 'mysql -u root --password='),
];

export const addresses: readonly string[] = ['jane.doe@corp-mail.io', 'dev+test@sub.company.co.uk'];
