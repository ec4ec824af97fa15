/** Files that hold secrets: tools leave them alone unless the caller says otherwise. */
export const secretFiles: readonly string[] = [
  '**/.env',
  '**/.env.*',
  '**/.envrc',
  '**/*.{pem,key,p8,pfx,p12,jks,keystore,kdbx}',
  '**/id_{rsa,dsa,ecdsa,ed25519}*',
  '**/.ssh/**',
  '**/.aws/credentials',
  '**/.docker/config.json',
  '**/.kube/config',
  '**/.{netrc,npmrc,pypirc,htpasswd,git-credentials}',
  '**/*.tfstate',
  '**/secrets.{json,yml,yaml,toml}',
];
