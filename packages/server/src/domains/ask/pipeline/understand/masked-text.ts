import { anyOf } from './pattern.ts';

/**
 * A question from which recognisers take what they understood. Taken text is replaced by spaces, so that offsets stay
 * valid and what is left is what nobody understood yet.
 */
export interface MaskedText {
  /** Normalised: NFKC, lower case, plain quotes and spaces. */
  readonly original: string;
  rest(): string;
  /** Takes the first match, or nothing. The pattern must not be sticky; it is applied to what is left. */
  take(pattern: RegExp): RegExpExecArray | undefined;
  /** Takes all matches, in order. */
  takeAll(pattern: RegExp): RegExpExecArray[];
  has(pattern: RegExp): boolean;
  mask(start: number, end: number): void;
}

/** Words of form, too short to be corrected by their distance from others. */
const SLIPS: Readonly<Record<string, string>> = {
  wich: 'which',
  whcih: 'which',
  hwich: 'which',
  waht: 'what',
  hwo: 'how',
  teh: 'the',
  nad: 'and',
  adn: 'and',
  secnd: 'second',
  secon: 'second',
  minut: 'minute',
  minuts: 'minutes',
  taht: 'that',
  fo: 'of',
};
const SLIP = new RegExp(`\\b${anyOf(Object.keys(SLIPS))}\\b`, 'g');

/** Lower-cases and unifies what keyboards and phones write differently; keeps letters of every script. */
export function normaliseQuestion(question: string): string {
  return question
    .normalize('NFKC')
    .replace(/[\u2018\u2019\u02bc]/g, "'")
    .replace(/[\u201c\u201d\u00ab\u00bb]/g, '"')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/\p{Cc}|\p{Cf}/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase()
    .replace(/\bi\/o\b/g, 'io')
    .replace(/\bup\/down\b/g, 'up or down')
    .replace(
      /\bgo (?=(?:gc|garbage|runtime|heap|memory|memstats|process(?:es)?|services?|apps?|programs?|routines?)\b)/g,
      'golang ',
    )
    .replace(/(?:\b(?:nr|no|num)\b\.?|#) (?=of\b)/g, 'number ')
    .replace(/\bper cent\b/g, 'percent')
    .replace(SLIP, (word) => SLIPS[word] ?? word)
    .replace(/\b(less|more|fewer|higher|lower|greater|bigger|older|longer|slower|faster) then\b/g, '$1 than')
    .replace(
      /\b((?:finish|end|complet|answer|serv|handl|process|return|pass|went through|go through)\w*) without (?:an? |any )?(?:returning |giving )?(?:an? |any )?(?:server |http |5xx )*(?:errors?|failures?|5xx)\b(?: \(5xx\))?/g,
      '$1 successfully',
    )
    .replace(
      /\b(?:did|does|do)(?: not|n'?t) (?:end|finish|return|come back|complete)(?: up)?(?: with| in| as)? (?:ok|success(?:fully)?|successful)\b/g,
      'failed',
    )
    .replace(/\b(?:that |which |who )?(?:don'?t|doesn'?t|do not|does not) have (?:an? |any )?/g, 'without ')
    .replace(
      /\b(?:successful|succeeded|failed|unsuccessful) (?:and|vs\.?|versus) (?:failed|unsuccessful|successful|succeeded) ([a-z]+(?: (?:attempts|requests|calls|jobs|runs))?)\b/g,
      '$1 by result',
    )
    .replace(
      /\b(?:could ?n[o']?t|could not|unable to|not able to) (?=(?:be )?(?:deliver|send|sent|reach|connect|process|complet|finish|publish|writ|read|load|start|parse|answer|serve))/g,
      'failed to ',
    )
    .replace(/\bnon-(?=(?:ok|success|successful|ready|running|healthy|closed|idle)\b)/g, 'not ')
    .replace(/\bw\/o\b/g, 'without')
    .replace(/\bw\/ /g, 'with ')
    .replace(/\b(do|does|did|is|are|was|were|has|have|can|wo|ca)n't\b/g, '$1nt');
}

export function createMaskedText(normalised: string): MaskedText {
  let rest = normalised;
  const mask = (start: number, end: number) => {
    rest = rest.slice(0, start) + ' '.repeat(end - start) + rest.slice(end);
  };
  return {
    original: normalised,
    rest: () => rest,
    has: (pattern) => pattern.test(rest),
    mask,
    take(pattern) {
      const match = pattern.exec(rest);
      if (match) mask(match.index, match.index + match[0].length);
      return match ?? undefined;
    },
    takeAll(pattern) {
      const matches: RegExpExecArray[] = [];
      for (let match = pattern.exec(rest); match && matches.length < 20; match = pattern.exec(rest)) {
        matches.push(match);
        mask(match.index, match.index + match[0].length);
      }
      return matches;
    },
  };
}
