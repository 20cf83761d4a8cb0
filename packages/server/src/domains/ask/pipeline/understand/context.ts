import { startsAsking } from './asking.ts';
import { anyOf } from './pattern.ts';

/** A stretch of the question; offsets into it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A part of the question that tells the occasion. */
export interface Context extends Span {
  /** It asks itself, for yes or no: what it names is what the question is about. */
  readonly asks?: true;
}

/** Ends of sentences, dashes between words, a colon. The full stop of "e.g." and of "10.42" ends none. */
const BOUNDARY =
  /(?<!\b(?:i\.e|e\.g|etc|vs|approx|avg|max|min))[.!?;]+(?=\s|$)|\s-+(?=\s)|:(?=\s)|,(?=\s(?:i(?! mean)|we|my|because|cause|boss|he|she|they|its for|it is for)\b)|(?<=^(?!(?:is|are|was|were|do|does|did|which|what|how|who|where|list|show|give)\b)[^,:?]*\b(?:\d ?am|hangs|slow|down|dead|dying|broken|stuck|failing|flapping|sluggish|laggy|acting up|(?:keep|keeps) [a-z]+ing(?: \w+)?)),(?=\s(?:how|which|what(?:'?s)?|is|are|list|show|who(?:'?s)?)\b)/g;
/** A question that names nothing but by a pronoun. */
const OF_THAT = /^(?:is|are|was|were|does|do|did|has|have) (?:it|they|that|this|these|those)(?: [\w-]+){0,2}$/;
const OF_IT = /\b(?:its|it|their|them)\b/;
/** "… - what the cluster dashboard shows". */
const OF_PANEL =
  /^(?:what|as|like|the one|same as) (?:the |our |on |in )*.*\b(?:dashboard|panel|board|grafana)\b(?: (?:shows?|has|had|does|says?|thing))?$/;
/** What a heading is called that names the occasion and not the subject. */
const OCCASION = new RegExp(
  `\\b${anyOf([
    ...[
      'reviews?',
      'checks?',
      'questions?',
      'summary',
      'asks?',
      'asking',
      'requests?',
      'stand-?up',
      'handover',
      'planning',
    ],
    ...['meeting', 'updates?', 'team', 'cfo', 'cto', 'ceo', 'boss', 'manager', 'management', 'customers?', 'support'],
    ...[
      'finance',
      'audit',
      'auditors?',
      'fyi',
      'context',
      'background',
      'note',
      'urgent',
      'help',
      'reporting',
      'briefing',
    ],
    ...['tile', 'panel', 'dashboard', 'widget', 'stat'],
    ...['wants to know', 'wonders?', 'hypothesis', 'retro', 'on-?call', 'curiosity'],
  ])}$`,
);
const PAGED = /\b(?:alerts?|alarms?|paged?|incident|outage|\d ?am)\b/;
/** "For the weekly report: …". */
const PURPOSE = /^for (?:the|my|our|an?|this) (?:[\w-]+ ){0,4}[\w-]+$/;
const SUPPOSES = /^(?:suppose|supposing|assume|assuming|imagine|say|given)\b/;
/** A sentence behind the one that asks, that asks again for yes or no: "… did something break?" */
const ALSO_ASKS = /^(?:did|is|are|was|were|has|have|do|does|should|can)\b/;
/** "pods per version". */
const GROUPED =
  /^(?!.*\bdivided by\b)(?:[\w/-]+ ){1,7}(?:per|by|for each|of each) (?!(?:second|sec|minute|min|hour|day)\b)[a-z]/;
/** "locked logins in the last hour minus the hour before". */
const COMPARED =
  /^(?:[\w-]+ ){1,6}(?:in|over|during|of) (?:the|this) (?:last|past) (?:[\w-]+ ){1,3}(?:minus|vs|versus|compared|than|against)\b|^(?:[\w/-]+ ){1,8}(?:minus|divided by|vs|versus|compared (?:to|with)|relative to) .*\b(?:yesterday|ago|last (?:week|month)|(?:hour|day|week) before|earlier)\b/;
/** "users are complaining!! …". */
const COMPLAINS =
  /^(?:users?|customers?|people|ppl|folks|everybody|everyone|we|they|support|the boss|my boss|boss|it|its)\b.*\b(?:complain\w*|angry|mad|furious|yelling|screaming|crying|stuck|cant|cannot|paged?|woke|down|slow|hangs?|broken)\b/;
/** "… - which hosts": what was said before it is what is asked. */
const ONLY_WHICH =
  /^(?:which|what|who|how many)(?: (?!is|are|was|were|the)[\w-]+){0,1}(?: (?:is|are|was|were) (?:it|they|that|those|this))?(?: and why)?$/;
const EXPLAINS = /^(?:i mean|meaning|that is|in other words)\b/;
/** "… for the weekly report", at the end of a sentence. */
const FOR_WHOM =
  /,? for (?:the|my|our|a) (?:[\w-]+ ){0,3}(?:report|review|meeting|deck|slides?|stand-?up|audit|boss|retro|post-?mortem|management|board)(?=\s*$|[.?!])/;

/** How a note behind a question begins. */
const NOTES =
  /^(?:i|we|my|he|she|they|boss|needed|need it|wanted|asked|suspect\w*|afraid|worried|guess|thanks|thx|because)\b/;
/** "I need the number per service for the last 30 minutes". */
const WANTS_NUMBER =
  /^(?:i|we) (?:need|want|would like|am after) (?:(?:to (?:see|know|have) )?(?:the|a|this|that|it|them)\b).*\b(?:number|count|rate|total|average|per|by|last|past|top|each)\b/;
/** A sentence behind the one that asks that says why, and not what. */
const SAYS_WHY =
  /\b(?:wants?|need(?:s|ed)?|asked|asking|says?|said|claims?|because|worr(?:y|ied)|think|suspect|guess|hope|feels?|afraid|thanks?|thx|cheers|curious|wonder\w*|complain\w*)\b/;

/**
 * The parts of a question that tell the occasion, beside the part that asks: "customers complain again. p95 of checkout?" What
 * they say may help to find what is meant, but nothing has to answer it.
 */
export function findContext(question: string): Context[] {
  const clauses = clausesOf(question);
  const first = clauses.findIndex(
    (clause, i) =>
      startsAsking(textOf(clause, question)) &&
      !(i > 0 && (ONLY_WHICH.test(textOf(clause, question)) || OF_PANEL.test(textOf(clause, question)))),
  );
  const asking = askedAnew(clauses, first, question) ?? first;
  // "elasticsearch health - is it green?": what was said before is what is asked about.
  const isOfThat = asking > 0 && OF_THAT.test(textOf(clauses[asking] ?? { start: 0, end: 0 }, question));
  const occasion = clauses.filter((clause, i) => {
    const text = textOf(clause, question);
    if (isOfThat && i < asking) return false;
    if (i > 0 && OF_PANEL.test(text)) return true;
    if (question[clause.end] === ':')
      return (
        i === 0 &&
        clauses.length > 1 &&
        (OCCASION.test(text) || PURPOSE.test(text) || SUPPOSES.test(text) || (PAGED.test(text) && asking === 1))
      );
    // What follows a colon says more exactly what stands before it.
    if (asking < 0 && i === 0 && clauses.length > 1 && (COMPLAINS.test(text) || question[clause.end] === '!'))
      return true;
    if (asking < 0) return i > 0 && SAYS_WHY.test(text) && !WANTS_NUMBER.test(text) && NOTES.test(text);
    if (i === first && first !== asking) return true;
    // "pods per version - is the new one there?"
    if (isNoteOf(clauses, first, question)) return i >= first;
    if (i === asking || (i > asking && question[clauses[i - 1]?.end ?? -1] === ':')) return false;
    const isNote = OCCASION.test(text) && text.split(' ').length <= MOST_NOTED;
    if (i > asking && (EXPLAINS.test(text) || ALSO_ASKS.test(text) || isNote)) return true;
    return !startsAsking(text) && (i < asking || (SAYS_WHY.test(text) && !WANTS_NUMBER.test(text)));
  });
  const introduction = first === asking ? undefined : clauses[first];
  // "checkout feels slow, what is its p99": what was said before is what "its" means.
  const refersBack = asking > 0 && OF_IT.test(textOf(clauses[asking] ?? { start: 0, end: 0 }, question));
  const told = occasion.map((clause, i) =>
    clause === introduction || (refersBack && i < asking) ? { ...clause, asks: true as const } : clause,
  );
  const purpose = FOR_WHOM.exec(question);
  if (!purpose || told.some(({ start, end }) => start <= purpose.index && purpose.index < end)) return told;
  return [...told, { start: purpose.index, end: purpose.index + purpose[0].length }];
}

/** What asks openly stands before a question for yes or no, which only says why. */
function isNoteOf(clauses: readonly Span[], first: number, question: string): boolean {
  const clause = clauses[first];
  const before = clauses[first - 1];
  if (!clause || !before || !ALSO_ASKS.test(textOf(clause, question))) return false;
  return asksOpenly(textOf(before, question));
}

/** What is asked openly behind a question for yes or no: "is the upgrade done? number of nodes by version". */
function askedAnew(clauses: readonly Span[], first: number, question: string): number | undefined {
  const clause = clauses[first];
  const compared = clauses.findIndex((other, i) => i > first && COMPARED.test(textOf(other, question)));
  if (clause && compared > 0) return compared;
  if (!clause || !ALSO_ASKS.test(textOf(clause, question))) return undefined;
  const later = clauses.findIndex((other, i) => i > first && asksOpenly(textOf(other, question)));
  return later < 0 ? undefined : later;
}

const LEAST_WORDS = 4;
/** "… sizing review": a note behind the question is short. */
const MOST_NOTED = 3;

function asksOpenly(text: string): boolean {
  if (ALSO_ASKS.test(text)) return false;
  if (COMPARED.test(text)) return true;
  if (!namesSubject(text)) return false;
  return GROUPED.test(text) || (startsAsking(text) && text.split(/\s+/).length >= LEAST_WORDS);
}

const NO_SUBJECT =
  /\b(?:how often|how many(?: times)?|how much|give me|show me|tell me|please|pls|list|count|number|total|average|rate|value|one|ones|the|of|a|an|it|them|they|that|those|today'?s?|yesterday'?s?|now|over|and|or|which|what|is|are|was|were|did|do|does|split|break|down|broken)\b/g;

/** "count per version" says nothing of what is counted. */
function namesSubject(text: string): boolean {
  const head = text.split(/\b(?:per|by|for each|of each)\b/)[0] ?? '';
  return /[a-z]{3}/.test(head.replace(NO_SUBJECT, ' '));
}

/** The question without its context. */
export function withoutContext(question: string, context: readonly Span[]): string {
  let text = question;
  for (const { start, end } of context) text = text.slice(0, start) + ' '.repeat(end - start) + text.slice(end);
  return text.replace(/^[\s.:;!?-]+/, '').trim();
}

function clausesOf(question: string): Span[] {
  const clauses: Span[] = [];
  let start = 0;
  for (const match of question.matchAll(BOUNDARY)) {
    clauses.push({ start, end: match.index });
    start = match.index + match[0].length;
  }
  clauses.push({ start, end: question.length });
  return clauses.filter((clause) => /[\p{L}\p{N}]/u.test(textOf(clause, question)));
}

function textOf({ start, end }: Span, question: string): string {
  return question.slice(start, end).trim();
}
