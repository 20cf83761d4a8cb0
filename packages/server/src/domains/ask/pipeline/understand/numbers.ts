const WORDS: Readonly<Record<string, number>> = {
  zero: 0,
  no: 0,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
  hundred: 100,
  'a hundred': 100,
  thousand: 1000,
  'a thousand': 1000,
  million: 1e6,
  'a million': 1e6,
  half: 0.5,
  'a half': 0.5,
  'a third': 1 / 3,
  'one third': 1 / 3,
  'two thirds': 2 / 3,
  'a quarter': 0.25,
  'one quarter': 0.25,
  'three quarters': 0.75,
  'a tenth': 0.1,
  'one tenth': 0.1,
  'a fifth': 0.2,
  'two fifths': 0.4,
  'three fifths': 0.6,
  'four fifths': 0.8,
  'nine tenths': 0.9,
  'a couple': 2,
  'a couple of': 2,
  'a few': 3,
  'a dozen': 12,
  dozen: 12,
};

const byLength = Object.keys(WORDS).sort((a, b) => b.length - a.length);

/** Source of a pattern for one number: digits with separators and a k/M/G/T multiplier, or a word. One capture group. */
export const NUMBER = `(-?\\d+(?:,\\d{3})+(?:\\.\\d+)?|-?\\d+(?:\\.\\d+)?(?:e[+-]?\\d+)?(?:\\s?(?:k|thousand|million|billion|bn)\\b)?|${byLength.join('|')})`;

const MULTIPLIERS: Readonly<Record<string, number>> = { k: 1e3, thousand: 1e3, million: 1e6, billion: 1e9, bn: 1e9 };

/** The value of text matched by `NUMBER`. */
export function numberValue(text: string): number {
  const word = WORDS[text.trim()];
  if (word !== undefined) return word;
  const match = /^(-?[\d,.]+(?:e[+-]?\d+)?)\s?(k|thousand|million|billion|bn)?$/.exec(text.trim());
  if (!match?.[1]) return Number.NaN;
  return Number(match[1].replaceAll(',', '')) * (match[2] ? (MULTIPLIERS[match[2]] ?? 1) : 1);
}

/** Whether the number names a part of a whole ("a quarter"), which is a ratio without saying percent. */
export function isFractionWord(text: string): boolean {
  return /half|third|quarter|tenth|fifth/.test(text);
}
