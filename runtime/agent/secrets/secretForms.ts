/** Forms of secrets. */

export type SecretKind =
  'api-key' | 'token' | 'private-key' | 'connection-password' | 'url-token' | 'authorization' | 'assigned' | 'email';

export interface SecretForm {
  readonly kind: SecretKind;
  /** Short name, shown in place of the secret. */
  readonly name: string;
  /** Global. A group called `secret` is what is taken out; without one it is the whole match. */
  readonly pattern: RegExp;
  /** A look at what was found, for forms that ordinary text may have too. */
  readonly likely?: ((secret: string) => boolean) | undefined;
}

const key = (name: string, pattern: RegExp, kind: SecretKind = 'api-key'): SecretForm => ({ kind, name, pattern });

/**
 * Forms that their makers chose so that nothing else looks like them (prefixes and lengths as published by the services, for
 * GitHub: https://github.blog/engineering/behind-githubs-new-authentication-token-formats/).
 */
export const knownForms: readonly SecretForm[] = [
  key(
    'private key',
    /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----[\s\S]{16,20000}?-----END (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/g,
    'private-key',
  ),
  // Cut off in the middle, as long output is.
  key(
    'private key',
    /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----(?:\r?\n|\\n)(?:[A-Za-z0-9+/=: ,.-]|\r?\n|\\n){40,}/g,
    'private-key',
  ),
  key('PuTTY key', /PuTTY-User-Key-File-\d:[\s\S]{16,20000}?Private-MAC: [0-9a-f]{40,64}/g, 'private-key'),
  key('age key', /\bAGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}\b/g, 'private-key'),
  key('GitHub token', /\b(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59})\b/g, 'token'),
  key('GitLab token', /\bgl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|soat|oas)-[A-Za-z0-9_-]{20,64}\b/g, 'token'),
  key('AWS access key', /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}\b/g),
  key('Anthropic key', /\bsk-ant-(?:api|admin|sid)?\d{0,2}-?[A-Za-z0-9_-]{32,}/g),
  key(
    'OpenAI key',
    /\bsk-(?:proj-|svcacct-|admin-|None-)?(?=[A-Za-z0-9_-]*\d)(?=[A-Za-z0-9_-]*[A-Z])[A-Za-z0-9_-]{32,}/g,
  ),
  key('OpenRouter key', /\bsk-or-v1-[0-9a-f]{64}\b/g),
  key('Google key', /\bAIza[0-9A-Za-z_-]{35}(?![0-9A-Za-z_-])/g),
  key('Google OAuth secret', /\bGOCSPX-[A-Za-z0-9_-]{28}(?![0-9A-Za-z_-])/g),
  key('Google access token', /\bya29\.[A-Za-z0-9_-]{30,}/g, 'token'),
  key('Hugging Face token', /\bhf_[A-Za-z]{34}\b|\bhf_(?=[A-Za-z0-9]*\d)[A-Za-z0-9]{34,40}\b/g, 'token'),
  key('npm token', /\bnpm_[A-Za-z0-9]{36}\b/g, 'token'),
  key('PyPI token', /\bpypi-AgE[A-Za-z0-9_-]{50,}/g, 'token'),
  key('RubyGems key', /\brubygems_[0-9a-f]{48}\b/g),
  key('crates.io token', /\bcio[A-Za-z0-9]{32}\b/g, 'token'),
  key('NuGet key', /\boy2[a-z0-9]{43}\b/g),
  key('Slack token', /\bxox[abeoprs]-(?:[A-Za-z0-9]+-)*[A-Za-z0-9]{10,}/g, 'token'),
  key('Slack app token', /\bxapp-\d-[A-Z0-9]+-\d+-[A-Za-z0-9]{32,}/g, 'token'),
  key(
    'Slack web hook',
    /https:\/\/hooks\.slack\.com\/(?:services|workflows|triggers)\/[A-Za-z0-9/]{20,}/g,
    'url-token',
  ),
  key(
    'Discord web hook',
    /https:\/\/(?:\w+\.)?discord(?:app)?\.com\/api\/webhooks\/\d{15,21}\/[A-Za-z0-9_-]{40,}/g,
    'url-token',
  ),
  key(
    'Discord token',
    /\b[MNO][A-Za-z0-9_-]{23,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,40}(?![A-Za-z0-9_-])/g,
    'token',
  ),
  key('Telegram token', /\b\d{8,10}:AA[A-Za-z0-9_-]{33}(?![A-Za-z0-9_-])/g, 'token'),
  key('Stripe key', /\b(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{20,120}\b/g),
  key('Stripe web hook secret', /\bwhsec_[A-Za-z0-9+/=]{32,}/g),
  key('Square token', /\bsq0(?:atp|csp|idp)-[A-Za-z0-9_-]{22,43}/g, 'token'),
  key('Shopify token', /\bshp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}\b/g, 'token'),
  key('SendGrid key', /\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])/g),
  key('Mailgun key', /\bkey-[0-9a-f]{32}\b/g),
  key('Mailchimp key', /\b[0-9a-f]{32}-us\d{1,2}\b/g),
  key('Twilio key', /\b(?:SK|AC)[0-9a-f]{32}\b/g),
  key('DigitalOcean token', /\bdo[oprt]_v1_[0-9a-f]{64}\b/g, 'token'),
  key('Databricks token', /\bdapi[0-9a-f]{32}(?:-\d)?\b/g, 'token'),
  key('Linear key', /\blin_(?:api|oauth)_[A-Za-z0-9]{32,}\b/g),
  key('Notion token', /\b(?:ntn_[A-Za-z0-9]{40,}|secret_[A-Za-z0-9]{43})\b/g, 'token'),
  key('Vault token', /\bhv[sbr]\.[A-Za-z0-9_-]{24,}/g, 'token'),
  key('Terraform token', /\b[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_-]{60,}/g, 'token'),
  key('Docker token', /\bdckr_(?:pat|oat)_[A-Za-z0-9_-]{27,}/g, 'token'),
  key('Atlassian token', /\bATATT3[A-Za-z0-9_=-]{50,}/g, 'token'),
  key('Groq key', /\bgsk_[A-Za-z0-9]{40,}\b/g),
  key('xAI key', /\bxai-[A-Za-z0-9]{60,}\b/g),
  key('Perplexity key', /\bpplx-[A-Za-z0-9]{40,}\b/g),
  key('Replicate token', /\br8_[A-Za-z0-9]{37}\b/g, 'token'),
  key('Fly token', /\bfo1_[A-Za-z0-9_-]{40,}|\bFlyV1 fm2_[A-Za-z0-9+/=,_-]{40,}/g, 'token'),
  key('New Relic key', /\bNR(?:AK|JS|II|AA)-[A-Za-z0-9]{19,32}\b/g),
  key('Grafana token', /\bgl(?:sa|c)_[A-Za-z0-9+/=_]{32,}/g, 'token'),
  key('Sentry token', /\bsntry[su]_[A-Za-z0-9+/=_]{40,}/g, 'token'),
  key('Postman key', /\bPMAK-[0-9a-f]{24}-[0-9a-f]{34}\b/g),
  key('Figma token', /\bfigd_[A-Za-z0-9_-]{40,}/g, 'token'),
  key('Supabase key', /\bsbp_[0-9a-f]{40}\b/g),
  key('Azure storage key', /\bAccountKey=(?<secret>[A-Za-z0-9+/]{86}==)/g),
  key('Azure shared access key', /\bSharedAccessKey=(?<secret>[A-Za-z0-9+/]{43}=)/g),
  key('JSON web token', /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/g, 'token'),
];

/** What a value is written as where none stands: names of variables, hints, things that a program fills in. */
const placeholder =
  /^(?:.{0,5}|[*.x•_-]+|\[removed: .*|\$.*|%.*%|\{\{?.*\}?\}|<.*>|.*(?:example|changeme|change[-_ ]me|placeholder|dummy|your[-_ ]|redacted|process\.env|os\.environ|getenv|secrets?\.).*|(?:true|false|null|none|undefined|string|number|required|optional)|.*[(){};].*)$/i;

function looksMade(secret: string): boolean {
  return !placeholder.test(secret);
}

/** Letters and digits that no one would have as a word: at least eight, of two sorts. */
function looksRandom(secret: string): boolean {
  if (!looksMade(secret) || secret.length < 8 || /\s/.test(secret)) return false;
  // `secret-key-1234`, `max_output_tokens`: words with a number at most.
  if (/^[a-z]+(?:[-_.:/ ][a-z]+)*(?:[-_.:/]?\d{1,4})?$/i.test(secret)) return false;
  return [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((sort) => sort.test(secret)).length >= 2;
}

const secretName = String.raw`(?:pass(?:word|wd|phrase)?|pwd|secret|token|api[_-]?key|access[_-]?key|auth[_-]?key|private[_-]?key|signing[_-]?key|encryption[_-]?key|credentials?|client[_-]?secret)`;

/** Forms that ordinary text may have too: taken out of what leaves the machine, with a look at what was found. */
export const contextForms: readonly SecretForm[] = [
  {
    kind: 'connection-password',
    name: 'password',
    pattern: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@'"`<>$]{0,100}:(?<secret>[^\s/@'"`<>${}]{3,200})@[A-Za-z0-9[]/gi,
    likely: looksMade,
  },
  {
    kind: 'url-token',
    name: 'token',
    pattern:
      /[?&](?:access_token|refresh_token|id_token|auth_token|token|api[_-]?key|apikey|key|secret|client_secret|password|sig|signature|X-Amz-Signature|X-Amz-Credential|X-Amz-Security-Token|X-Goog-Signature)=(?<secret>[A-Za-z0-9%._~+/=-]{8,})/gi,
    likely: looksRandom,
  },
  {
    kind: 'authorization',
    name: 'authorization',
    pattern:
      /\b(?:Proxy-)?Authorization["']?\s*[:=]\s*["'`]?(?:Bearer|Basic|Token|ApiKey)\s+(?<secret>[A-Za-z0-9+/=._~-]{8,})/gi,
    likely: looksMade,
  },
  {
    kind: 'authorization',
    name: 'authorization',
    pattern:
      /\b(?:x-api-key|x-auth-token|private-token|x-goog-api-key)["']?\s*[:=]\s*["'`]?(?<secret>[A-Za-z0-9+/=._~-]{8,})/gi,
    likely: looksRandom,
  },
  {
    // A line of a .env file, a shell's export, a Dockerfile's ENV.
    kind: 'assigned',
    name: 'value',
    pattern: new RegExp(
      String.raw`^[ \t]{0,40}(?:export[ \t]+|ENV[ \t]+|set[ \t]+)?[A-Z0-9_]{0,60}${secretName.toUpperCase().replaceAll('[_-]', '_').replaceAll('(?:', '(?:')}[A-Z0-9_]{0,60}[ \t]*=[ \t]*(?<quote>["']?)(?<secret>[^\s"'#]{6,}|(?<=["'])[^"'\n]{6,})\k<quote>[ \t]*(?:#.*)?$`,
      'gm',
    ),
    likely: looksMade,
  },
  {
    // `password: "..."`, `"api_key": "..."`, `token = '...'`.
    kind: 'assigned',
    name: 'value',
    pattern: new RegExp(
      String.raw`${secretName}["']?\s{0,3}(?:[:=]|=>|:=)\s{0,3}(?<quote>["'\x60])(?<secret>[^"'\x60\n]{8,300})\k<quote>`,
      'gi',
    ),
    likely: looksRandom,
  },
  {
    // YAML and properties without quotes.
    kind: 'assigned',
    name: 'value',
    pattern: new RegExp(
      String.raw`^[ \t-]{0,40}[A-Za-z0-9_.-]{0,60}${secretName}[ \t]*[:=][ \t]*(?<secret>[A-Za-z0-9+/_=!@#$%^&*.-]{12,300})[ \t]*$`,
      'gim',
    ),
    likely: looksRandom,
  },
  {
    kind: 'assigned',
    name: 'password',
    pattern: /(?:^|\s)--?(?:password|passwd|token|api-key|secret)[= ](?<secret>[^\s"'-][^\s"']{7,})/gi,
    likely: looksRandom,
  },
];

export const emailForm: SecretForm = {
  kind: 'email',
  name: 'e-mail address',
  pattern: /\b[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}\b/g,
  likely: (address) => !/@(?:example\.(?:com|org|net)|.*\.(?:png|svg|js|ts))$/i.test(address),
};
