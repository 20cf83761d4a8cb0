export { findRunningServer, forgetServer, publishServer } from './server-file.ts';
export { readCommandLineToken, type TokenFile, writeCommandLineToken } from './token-file.ts';
