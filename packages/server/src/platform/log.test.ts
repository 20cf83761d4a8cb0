import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { createLogger } from './log.ts';

it('the log replaces secrets, and keeps the causes of errors', () => {
  const lines: string[] = [];
  const destination = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const log = createLogger({ level: 'info', destination });
  log.info({
    token: 's3cret',
    settings: { password: 's3cret' },
    headers: { authorization: 'Bearer s3cret', cookie: 's3cret' },
  });
  log.error({ err: new Error('outer', { cause: new Error('inner') }) });
  expect(lines.join('')).not.toContain('s3cret');
  expect(lines[0]).toContain('[secret]');
  expect(lines[1]).toContain('inner');
});
