import { describe, expect, it } from 'vitest';
import { createWordReader, splitName, stem } from './words.ts';

const reader = createWordReader({
  synonyms: [
    ['latency', 'duration', 'response time', 'slow'],
    ['memory', 'ram'],
    ['usage', 'in use', 'used'],
  ],
  ignore: ['the', 'of', 'in', 'is', 'how'],
});

describe('words', () => {
  it('read synonyms and phrases as one word, and drop fillers', () => {
    expect(reader.read('How slow is the RAM?')).toEqual(['latency', 'memory']);
    expect(reader.read('response times of tills')).toEqual(['latency', 'till']);
  });

  it('find phrases of fillers before dropping them', () => {
    expect(reader.read('memory in use')).toEqual(['memory', 'usage']);
  });

  it('read names as their parts, with the same synonyms', () => {
    expect(reader.readName('http_request_duration_seconds')).toEqual(['http', 'request', 'latency', 'second']);
    expect(splitName('node_memory_MemAvailable_bytes')).toEqual(['node', 'memory', 'mem', 'available', 'bytes']);
    expect(splitName('TCPTimeouts')).toEqual(['tcp', 'timeouts']);
  });

  it.each([
    ['queries', 'query'],
    ['batches', 'batch'],
    ['restarted', 'restart'],
    ['running', 'run'],
    ['status', 'status'],
    ['loss', 'loss'],
    ['load1', 'load1'],
    ["redis's", 'redis'],
  ])('cut the ending of %s', (word, expected) => {
    expect(stem(word)).toBe(expected);
  });
});
