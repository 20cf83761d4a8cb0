import { Writable } from 'node:stream';
import { DrizzleQueryError } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { createLogger } from './log.ts';

function setUp() {
  const lines: string[] = [];
  const destination = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  return { lines, log: createLogger({ level: 'info', destination }) };
}

it('the log replaces secrets, and keeps the causes of errors', () => {
  const { lines, log } = setUp();
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

it('the log tells of a failed statement which it was and why it failed, but none of its values', () => {
  const { lines, log } = setUp();
  const reason = Object.assign(new Error('violates a constraint'), { code: '23503' });
  const failed = new DrizzleQueryError('insert into questions values ($1)', ['s3cret\n    at night'], reason);
  log.error({ err: failed }, 'one');
  log.error({ err: new Error('outer', { cause: failed }) }, 'two');
  expect(lines.join('')).not.toMatch(/s3cret|night/);
  for (const line of lines) {
    expect(line).toContain('insert into questions values ($1)');
    expect(line).toContain('violates a constraint');
    expect(line).toContain('23503');
    expect(line).toContain('log.test.ts');
  }
});
