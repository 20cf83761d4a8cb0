import { anyOf } from '../pattern.ts';

/** Two things in one sentence, at most so many characters apart. */
function near(first: readonly string[], distance: number, second: readonly string[]): RegExp {
  return new RegExp(`\\b${anyOf(first)}\\b[^.?!]{0,${distance}}\\b${anyOf(second)}\\b`);
}

const MONITORING = ['prometheus', 'the server', 'the tsdb', 'this server', 'monitoring', 'the database'];

const HARM =
  '(?:explodes?|crash\\w*|falls? over|dies?|oom\\w*|runs? out of memory|melts?|melt\\w*|blows? up|chokes?|hangs?|unresponsive|unavailable|goes down|grinds? to a halt|on its knees|collapses?|breaks?)';

export const ADMIN_SIGNS: readonly RegExp[] = [
  /\/api\/v\d\/admin|\/-\/(?:quit|reload)/,
  /\bclean_tombstones\b|\btsdb\/snapshot\b|\btake a snapshot of (?:the )?(?:tsdb|database)\b/,
  near(
    [
      'shut ?down',
      ...'kill stop crash quit terminate ddos overload stress flood hammer'.split(' '),
      ...['bring down', 'take down', 'knock (?:out|over)', 'exhaust', 'brick', 'slow down'],
    ],
    30,
    MONITORING,
  ),
  // "make prometheus explode", "so the TSDB falls over", "until it dies"
  new RegExp(
    `\\b(?:make|makes|let|get|force|cause|drive|until|till|so|see)\\b[^.?!]{0,30}\\b${anyOf([...MONITORING, 'it', 'tsdb', 'server', 'mimir', 'thanos'])}\\b[^.?!]{0,20}\\b${HARM}\\b`,
  ),
  // "I want prometheus to run out of memory"
  new RegExp(
    `\\b(?:want|need|would like|like|expect|try)\\b (?:the |our |your )?${anyOf([...MONITORING, 'it', 'tsdb', 'server', 'mimir', 'thanos'])} to ${HARM}\\b`,
  ),
  near(['enable', 'disable', 'turn (?:on|off)', 'change', 'modify', 'edit'], 30, [
    ...['admin api', 'lifecycle', 'scrape config', 'retention', 'remote write', 'auth(?:entication)?'],
  ]),
];

const SECRETS = [
  ...['api keys?', 'passwords?', 'secrets?', 'credentials?', 'private keys?', 'bearer tokens?', 'access tokens?'],
  ...['tokens of', 'env(?:ironment)? variables', 'ssh keys?', '\\.env'],
];
/** Addresses to fetch, files to read, secrets to tell. */
export const FETCH_SIGNS: readonly RegExp[] = [
  new RegExp(
    `\\b${anyOf(
      'fetch curl wget download visit browse open post send forward upload exfiltrate request get read load call include query'.split(
        ' ',
      ),
    )}\\b[^.?!]{0,60}(?:https?:\\/\\/|ftp:\\/\\/|file:\\/\\/|gopher:)`,
  ),
  /169\.254\.169\.254|metadata\.google|\/etc\/(?:passwd|shadow)|\/proc\/self/,
  /\benv(?:ironment)? variables?\b[^.?!]{0,20}\b(?:print|show|dump|list)/,
  // "secrets expiring", "password attempts" are measured.
  new RegExp(
    `\\b${anyOf([...'print show dump reveal leak tell give list read cat reply respond return output include expose'.split(' '), 'send me', 'answer with'])}\\b[^.?!]{0,40}\\b${anyOf(SECRETS)}\\b(?! (?:expir|rotat|attempt|fail|age|count))`,
  ),
];

/** Words to the machine instead of about production. */
export const INSTRUCTION_SIGNS: readonly RegExp[] = [
  /\b(?:ignore|disregard|forget|override|bypass)\b[^.?!]{0,40}\b(?:previous|prior|above|earlier|all|your|any|the|these|safety)\b[^.?!]{0,30}\b(?:instructions?|prompts?|rules|guidelines|polic(?:y|ies)|training|constraints|restrictions|checks?)\b/,
  /\bsystem (?:note|message|override|notice)\b ?:|\b(?:safety|security|previous|all) (?:rules?|checks?|filters?|restrictions?|guards?|limits?) (?:are|is|were) (?:now )?(?:off|disabled|suspended|lifted|void|gone)\b/,
  /\bsystem prompt\b|\bnew instructions?\b/,
  /\b(?:your|the|initial|hidden) (?:initial |hidden |original )?(?:prompt|instructions)\b/,
  /\byou are now\b|\bact as (?:an? )?(?:unrestricted|admin|root|dan|different)|\bpretend (?:to be|you)|\brole ?play\b/,
  /\b(?:admin|developer|god|debug|root|maintenance|jailbreak|sudo) mode\b|\bjailbreak/,
  /\banswer (?:only )?(?:with )?["'](?:done|ok|yes)["']/,
  /<\/?(?:system|assistant|user|instructions?)>/,
];

const FINEST = '(?:1s|1 s|one[- ]second|1[- ]second|1ms|millisecond)';
/** Every series at once, or more points than anybody reads. */
export const BOMB_SIGNS: readonly RegExp[] = [
  /\bevery (?:series|metric|label|sample)\b.*\bevery\b/,
  /\b(?:each|every|one|1) ?(?:milli|micro|nano)seconds?\b/,
  /\{\s*__name__\s*=~\s*["']\.[+*]["']\s*\}\s*(?:\*|\/|\+|-|and|or|unless)/,
  /\b(?:every|all|each)\b[^.?!]{0,20}\b(?:metrics?|series)\b[^.?!]{0,30}\b(?:crossed|multiplied|joined|times|against|cross join|cartesian|combined)\b/,
  /\bcartesian\b|\bcross[ -]?(?:join|product)(?:s|ed|ing)?\b/,
  /\bjoin (?:every|all|each)\b[^.?!]{0,40}\bwith (?:every|all|each)\b/,
  /\[\d+[dwy]:\d+(?:s|ms)\]/,
  // Steps finer than any scrape, and labels that make each sample a series of its own
  /\b\d+ ?(?:ms|milliseconds?) (?:steps?|resolution|intervals?|granularity)\b/,
  /\b(?:every|each|all)\b[^.?!]{0,30}\b(?:series|samples?|metrics?)\b[^.?!]{0,60}\b(?:label_join|label_replace|unique)\b/,
  /\b(?:every|all|each)(?: single| raw| of the)* (?:metrics?|series|samples?|time series|raw data|data ?points?)\b[^.?!]{0,60}\b(?:1s|1 s|one[- ]second|1[- ]second|raw|millisecond|full) (?:resolution|step|granularity|intervals?)/,
  /\b(?:dump|export|return|download|select)\b[^.?!]{0,15}\b(?:all|every|everything|each|entire|whole)\b[^.?!]{0,30}\b(?:series|metrics?|samples?|tsdb|data ?base|data)\b/,
  new RegExp(
    `\\b${FINEST} (?:resolution|step|granularity)\\b[^.?!]{0,40}\\b(?:years?|months?|weeks?|30 days|90 days|365)`,
  ),
  new RegExp(
    `\\b(?:years?|months?|30 days|90 days|365 days)\\b[^.?!]{0,30}\\b${FINEST} (?:resolution|step|granularity)`,
  ),
  /\bregex\b[^.?!]{0,30}\bbacktrack|\bcrash(?:es)? the\b|\bout of memory\b[^.?!]{0,20}\bprometheus on purpose/,
];

export const DELETION_SIGNS: readonly RegExp[] = [
  near(
    [
      ...'delete drop remove wipe erase purge truncate destroy clear'.split(' '),
      'clean ?up',
      ...'overwrite rewrite falsify tamper reset nuke flush corrupt backdate inject insert write push'.split(' '),
    ],
    40,
    [
      ...['series', 'metrics?', 'samples?', 'data', 'history', 'tsdb', 'time ?series', 'tables?', 'database'],
      ...['blocks?', 'wal', 'tombstones?', 'storage', 'retention', 'counters?'],
    ],
  ),
];

/** No count of anything: an endpoint, a command, or an order that begins with the deed. */
export const DELETION_ORDERS: readonly RegExp[] = [
  /\brm -rf\b|\bdelete_series\b|\bdrop table\b|\bunion select\b|;\s*(?:drop|delete|truncate|shutdown)\b/,
  // "we start anew, so purge the series"
  /^(?!.*\b(?:how many|how often|number of|rate|count|which|what)\b).*(?:[,.;:!?-] |\b(?:so|then|please|just|now|should|must|let'?s|you to|can you|could you) )(?:wipe|delete|erase|purge|truncate|nuke)\b[^?]{0,80}\b(?:series|metrics?|samples?|data|history|tsdb|tables?|database|blocks?|everything|all)\b/,
  /^(?:please |pls |can you |could you |would you |go (?:ahead )?(?:and )?|just |now |quickly |then )*(?:wipe|delete|erase|purge|destroy|truncate|nuke|forget|get rid of|remove|drop)\b(?! (?:rate|ratio|count|percentage|per)\b)[^?]*\b(?:series|metrics?|samples?|data|history|tsdb|tables?|database|blocks?|everything|all)\b/,
];
