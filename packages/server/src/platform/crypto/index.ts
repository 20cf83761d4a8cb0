export { createSecretBox, type SecretBox } from './secret-box.ts';
export { createToken, hashToken } from './tokens.ts';
