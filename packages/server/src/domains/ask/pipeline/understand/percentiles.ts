import type { MaskedText } from './masked-text.ts';

const PERCENTILE = new RegExp(
  [
    '\\b(?:at |the )?p(\\d{1,2}(?:\\.\\d+)?|100|999)\\b(?:th)?',
    '\\b(\\d{1,2}(?:\\.\\d+)?)(?:st|nd|rd|th)?[ -]?(?:percentiles?|pctl|centile|quantile|pctile)\\b',
    '\\b(median)\\b',
    '\\bquantile (0?\\.\\d+)\\b',
    '\\b(0\\.\\d+)[ -]quantile\\b',
    '\\b(tail) (?=latenc)',
  ].join('|'),
);
const ONLY_ONE = /\b(?:just|only) (?:the )?p(\d\d?(?:\.\d+)?)\b/;

/** Takes percentiles as levels from 0 to 1; "just the p99" leaves the others that are named out. */
export function takePercentiles(text: MaskedText): number[] {
  const only = ONLY_ONE.exec(text.rest())?.[1];
  const found = text.takeAll(PERCENTILE).map(levelOf);
  return only === undefined ? found : [ofHundred(only)];
}

function levelOf([, short, long, median, after, before, tail]: RegExpExecArray): number {
  if (median) return 0.5;
  if (tail) return 0.99;
  const level = after ?? before;
  if (level) return Number(level);
  const digits = short ?? long ?? '50';
  return digits === '999' ? 0.999 : ofHundred(digits);
}

/** 99.9 is 0.999, where dividing gives 0.9990000000000001. */
function ofHundred(digits: string): number {
  return Number((Number(digits) / 100).toPrecision(12));
}
