import { sourceInput } from '@locum/contracts';
import { expect, test } from 'vitest';
import { emptyConnection, readConnection } from './connection-form.ts';

const form = { ...emptyConnection, url: ' http://127.0.0.1:9090 ' };

test('reads a form into a source that the contract accepts', () => {
  const read = readConnection({
    ...form,
    auth: 'basic',
    username: 'ops',
    password: 's',
    headers: 'X-Team: a: b\n\n',
    tenant: 't1',
  });
  expect('input' in read && sourceInput.parse(read.input)).toMatchObject({
    settings: {
      url: 'http://127.0.0.1:9090',
      auth: { type: 'basic', username: 'ops', password: 's' },
      headers: { 'X-Team': 'a: b' },
      tenant: 't1',
    },
  });
});

test('names every field that is wrong at once', () => {
  const read = readConnection({ ...form, url: 'ftp://x', name: ' ', auth: 'bearer', headers: 'no colon' });
  expect('problems' in read && Object.keys(read.problems).toSorted()).toEqual(['headers', 'name', 'token', 'url']);
});

test('leaves TLS out unless something of it was set', () => {
  const plain = readConnection(form);
  expect('input' in plain && plain.input.settings.tls).toBeUndefined();
  const loose = readConnection({ ...form, insecureSkipVerify: true });
  expect('input' in loose && loose.input.settings.tls).toEqual({ insecureSkipVerify: true });
});
