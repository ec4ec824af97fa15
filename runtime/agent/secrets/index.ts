export { findSecrets, type FoundSecret, type SecretOptions } from './findSecrets';
export { jsonWithoutSecrets, removed, withoutSecrets } from './withoutSecrets';
