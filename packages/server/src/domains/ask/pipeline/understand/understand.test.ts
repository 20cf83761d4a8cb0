import { describe, expect, it } from 'vitest';
import { normaliseQuestion } from './masked-text.ts';
import { understand } from './understand.ts';

const NOW = 1_790_000_000;
const read = (question: string) => understand(question, NOW);
const left = (question: string) => read(question).words.replace(/\s+/g, ' ').trim();

describe('understanding', () => {
  it('unifies what keyboards and phones write differently', () => {
    expect(normaliseQuestion('  What’s the “I/O”\tof Aurora – isn’t it\u200b high? ')).toBe(
      'what\'s the "io" of aurora - isnt it high?',
    );
  });

  it('leaves what is measured and where, and takes the form away', () => {
    expect(left('p95 boarding time of aurora over the last 2 hours above 300 ms')).toBe('boarding time of aurora');
  });

  it('keeps matchers as written, in lower case', () => {
    expect(read('lifts with pier="North" and code=~5..').matchers).toEqual([
      { label: 'pier', op: '=', value: 'north' },
      { label: 'code', op: '=~', value: '5..' },
    ]);
  });

  it('keeps text in quotes whole', () => {
    expect(read('lifts of "crane seven"').literals).toEqual(['crane seven']);
  });

  it.each([
    ['lifts excluding healthz', ['healthz']],
    ['lifts except for /metrics and /ready', ['/metrics', '/ready']],
    ['lifts not counting the north', ['north']],
    ['cranes that are not ready', ['ready']],
    ['lifts by method, leave the streaming one out', ['streaming']],
    ['lifts without version 1.4.0', ['1.4.0']],
  ])('finds what "%s" leaves out', (question, negated) => {
    expect(read(question).negatedWords).toEqual(negated);
  });

  it.each([
    ['fuel in percent', 'percent', 1],
    ['share of fuel', 'ratio', 1],
    ['traffic in mbit', 'bits', 1e6],
    ['hold size in gib', 'bytes', 1024 ** 3],
    ['lift time in ms', 'seconds', 1e-3],
    ['how many days until the licence ends', 'seconds', 86_400],
    ['how hot is the engine', 'celsius', 1],
  ])('reads the unit that "%s" asks for', (question, base, factor) => {
    expect(read(question).askedUnit).toEqual({ base, factor });
  });

  it.each([
    ['share of lifts that finished without a server error (5xx)', 'share of lifts that finished successfully'],
    ['lifts that did not end in success', 'lifts that failed'],
    ['crates that dont have an owner', 'crates without owner'],
    ['did a target go up/down', 'did a target go up or down'],
    ['nr of lifts', 'number of lifts'],
    ['lifts per secnd', 'lifts per second'],
    ['go gc pauses of the crane', 'golang gc pauses of the crane'],
    ['non-ok lifts', 'not ok lifts'],
    ['non-heap memory', 'non-heap memory'],
    ['crates that could not be delivered', 'crates that failed to be delivered'],
    ['# of lifts', 'number of lifts'],
    ['90 per cent full', '90 percent full'],
  ])('reads "%s" as "%s"', (question, read_) => {
    expect(read(question).question).toBe(read_);
  });

  it('does not take "us" for microseconds', () => {
    expect(read('what is going to hit us').askedUnit).toBeUndefined();
  });

  it('knows a share of a bound', () => {
    expect(read('fuel relative to its limit').relative).toBe(true);
    expect(read('fuel of the aurora').relative).toBe(false);
  });

  it('does not read a particle as a state', () => {
    expect(left('which ships end up in the dock')).not.toMatch(/\bup\b/);
    expect(left('which ships are up')).toMatch(/\bup\b/);
  });

  it('ignores examples in parentheses', () => {
    expect(left('load of ships (ferries, tugs and so on)')).toBe('load of ships');
  });

  it.each([
    ['the rest of a list', 'lifts split between north/south/...', 'lifts split'],
    ['a list that ends in "& co"', 'lifts of ships like aurora, borealis & co', 'lifts of ships'],
    ['a list that ends in "etc."', 'lifts at piers such as north, south etc.', 'lifts at piers'],
    ['what does not matter', 'lifts, no matter if loaded or empty', 'lifts'],
    ['what is disregarded', 'lifts regardless of the load', 'lifts'],
    ['either of two', 'lifts, whether loaded or empty', 'lifts'],
    ['what is assumed', 'lifts of the crane, assuming that half are loaded', 'lifts of the crane'],
    ['what is disregarded in parentheses', 'lifts (ignoring whether they were loaded)', 'lifts'],
    ['any moment', 'most lifts at any given point in time', 'most lifts'],
  ])('sets nothing apart by %s', (_what, question, words) => {
    expect(left(question)).toBe(words);
    expect(read(question).negatedWords).toEqual([]);
  });

  it.each([
    ['a pair with a slash', 'lifts of north/south', 'lifts of north/south'],
    ['a list to its end', 'lifts of north, south and west', 'lifts of north, south and west'],
    ['a moment that is named', 'lifts at the point', 'lifts at the point'],
    ['what is included', 'lifts at north, south included', 'lifts at north, south included'],
    ['what is added', 'lifts of cranes, tugs as well', 'lifts of cranes, tugs as well'],
    ['what is assumed of a number', 'lifts, assuming 3 cranes', 'lifts, assuming 3 cranes'],
    ['what counts as what', 'lifts (a drop counts as a lift)', 'lifts (a drop counts as a lift)'],
    ['for whom it is', 'lifts for the audit', 'lifts for the audit'],
    ['a matter', 'lifts of dry matter', 'lifts of dry matter'],
  ])('keeps %s', (_what, question, words) => {
    expect(left(question)).toBe(words);
  });

  it('leaves out what parentheses leave out', () => {
    expect(read('lifts (ignoring healthz)').negatedWords).toEqual(['healthz']);
    expect(read('lifts (excluding the north)').negatedWords).toEqual(['north']);
  });

  it.each([
    ['fuel of all but aurora', ['aurora']],
    ['fuel of all vessels but aurora', ['aurora']],
    ['fuel of all the large vessels but the aurora and borealis', ['aurora', 'borealis']],
    ['fuel of every vessel but aurora', ['aurora']],
    ['fuel of all vessels', []],
    ['cranes not on 1.4', ['1.4']],
    ['cranes not running 1.4', ['1.4']],
    ['cranes without using v2.0', ['v2.0']],
  ])('finds what "%s" leaves out', (question, negated) => {
    expect(read(question).negatedWords).toEqual(negated);
  });

  it.each([
    ['longest lift (the worst, seconds)', 'seconds', 1],
    ['lift time, ms', 'seconds', 1e-3],
    ['size of the hold, gb?', 'bytes', 1e9],
  ])('reads the unit noted at the end of "%s"', (question, base, factor) => {
    expect(read(question).askedUnit).toEqual({ base, factor });
  });

  it('reads an age before it could be read as a window', () => {
    expect(read('crews older than 2 hours')).toMatchObject({ threshold: { operator: '>', value: 7200 } });
    expect(read('crews older than 2 hours').time.lookback).toBeUndefined();
  });
});
