import { anyOf, hasAny } from '../pattern.ts';
import type { Refusal } from './refusal.ts';

/** What metrics cannot answer: actions, other media (logs, traces, code, people) and general talk. */
export function findOutOfScope(question: string): Refusal | undefined {
  const declined = (message: string): Refusal => ({ status: 'declined', reason: 'out_of_scope', message });
  if (isAction(question))
    return declined(
      'That is an action, not a question: asking never changes anything. Ask what you want to know first.',
    );
  if (hasAny(question, OTHER_MEDIA) && !COUNTED_MEDIA.test(question))
    return declined(
      'That is not in metrics: it would need logs, traces, code or people, and the connected sources hold numbers over time only.',
    );
  if (hasAny(question, GENERAL))
    return declined(
      'That is not a question about a metric. Ask for something that is measured, for example "p95 latency of checkout by route".',
    );
  return undefined;
}

const PREAMBLE = [
  ...['hey', 'hi', 'ok', 'okay', 'please', 'pls', 'plz', 'can you', 'could you', 'would you', 'will you'],
  ...['go ahead and', 'just', 'now', 'quickly', 'i want you to', 'i need you to', 'you should', "let's", 'lets'],
  ...['kindly', 'locum'],
];
const ACTION_VERBS = [
  ...[
    'restart',
    'reboot',
    'scale(?: up| down)?',
    'deploy',
    'redeploy',
    'roll ?(?:\\w+ ){0,3}back',
    'revert',
    'kill',
    'terminate',
  ],
  ...['drain', 'cordon', 'uncordon', 'evict', 'delete', 'remove', 'destroy', 'drop', 'silence', 'mute'],
  ...['put (?:a |an )?(?:silence|mute|hold|stop|lock)'],
  ...['acknowledge', 'ack', 'page', 'notify', 'email', 'e-mail', 'send', 'message', 'call', 'text', 'create', 'add'],
  ...['install', 'uninstall', 'upgrade', 'update', 'patch', 'fix', 'repair', 'resolve', 'configure', 'enable'],
  ...['disable', 'turn (?:on|off)', 'run', 'execute', 'start', 'stop', 'pause', 'resume', 'increase', 'decrease'],
  ...['raise', 'lower', 'bump', 'set', 'change', 'failover', 'fail over', 'promote', 'ssh', 'apply', 'merge'],
  ...['commit', 'open', 'close', 'book', 'order', 'buy', 'schedule', 'write', 'compose', 'translate'],
  ...['summari[sz]e', 'implement', 'refactor', 'generate', 'rename', 'move', 'migrate', 'vacuum', 'reindex'],
  ...['free up', 'flush', 'empty', 'rotate'],
];
/** A request to do something. A comma is read in one way only: two would take time exponential in a row of commas. */
const ACTION = new RegExp(`^[ ,]*(?:${anyOf(PREAMBLE)}[ ,]*)*${anyOf(ACTION_VERBS)}\\b`);

const ACTION_OBJECT = new RegExp(
  `\\b${anyOf([
    ...['pods?', 'deployments?', 'nodes?', 'services?', 'servers?', 'containers?', 'clusters?', 'replicas?'],
    ...['alerts?', 'jobs?', 'instances?', 'databases?', 'hosts?', 'machines?', 'tickets?', 'issues?', 'incidents?'],
    ...['on-?call', 'me', 'team', 'manager', 'slack', 'email', 'branch', 'pull request', 'pr', 'code', 'script'],
    ...['haiku', 'poem', 'story', 'joke', 'essay', 'song', 'function', 'program', 'unit test', 'limits?', 'memory'],
    ...['cpu', 'config', 'version', 'image', 'namespace', 'cache', 'cron ?job', 'backup', 'dashboard', 'runbook'],
    ...['postmortem', 'query', 'certificate', 'cert', 'kernel', 'disk', 'volume', 'feature flag', 'tables?', 'keys?'],
    ...['checkout', 'cart', 'payments', 'auth', 'search', 'redis', 'postgres', 'kafka', 'nginx', 'prometheus'],
    'grafana',
  ])}\\b`,
);
/** Measures whose name begins like an order: "open file descriptors", "write latency", "running pods". */
const NAMED_LIKE_ACTION =
  /^(?:please |pls |can you |could you )*(?:run(?:ning)? |open |silence |merge |commit |close |notify |rename |book |write |raise |fix |order |schedule |set |start |call |text |stop |page |message |increase |change |update |lower |patch )(?:file|queries|out|connections?|fds?|time|latency|requests?|to\b|cache|tables?|tables|query|queries|charge|ratio|limit|ins?|alerts?|tickets per|iops|throughput|bytes|speed|amplification|pods?|goroutines|jobs|rate|count|of|in|over|faults?|queue|per|volume|size|lag|failures?|errors?|value|events?)\b|^(?:please )?open (?:[a-z]+ ){1,2}(?:connections?|files?|fds?|descriptors?|sessions?|transactions?|cursors?|sockets?|streams?|orders?)\b/;
/** Words of quantity: who asks for a rate asks, whatever verb the sentence begins with. */
const MEASURED =
  /\b(?:percent(?:age)?|ratio|rates?|how many|number of|(?:per|an?) (?:second|minute|hour|day)|p\d\d|average|count of|share of|trend|over time)\b/;

/** "order conversion: what part …" only begins like an order. */
const HEADING = /^[\w -]{1,40}:\s+(?=(?:what|which|how|who|when|where|is|are|does|do)\b)/;

function isAction(question: string): boolean {
  // "can you restart it?" is an order for all its question mark.
  const isQuestion = /\?\s*$/.test(question.replace(/^(?:can|could|would) you[^?]*\?$/, ''));
  return (
    ACTION.test(question) &&
    !HEADING.test(question) &&
    !MEASURED.test(question) &&
    ACTION_OBJECT.test(question) &&
    !NAMED_LIKE_ACTION.test(question) &&
    !isQuestion
  );
}

/** What other sources hold. */
const OTHER_MEDIA: readonly RegExp[] = [
  /\bwho(?:'s| is| was| will be| are| were)?\b[^?]*\bon[- ]call\b/,
  /\b(?:stack ?traces?|backtraces?|tracebacks?|flame ?graphs?|heap dumps?|thread dumps?|core dumps?)\b/,
  /\b(?:log (?:files?|output)|logs (?:of|from|for|say|around))\b/,
  /\b(?:show|give|grep|tail|search|see|print|get|find|read|what do|fetch|view|open)(?: me)?(?: the| all| recent| last| our| any| raw| error| application| latest| \d+)* (?:logs?|log (?:lines?|entries|messages?))\b/,
  /\b(?:traces? (?:of|for|from) |distributed traces?)\b/,
  /\b(?:source code|line of code|which (?:commit(?! (?:hash |sha |id )?(?:is|are|does|do|runs?) (?:[\w-]+ ){0,3}(?:deployed|running|run|live|released|out|in|on)\b)|developer|engineer|person|author)|git (?:log|blame|history)|pull requests?|changelog|release notes)\b/,
  /\bwho (?:deployed|pushed|broke|committed|changed|wrote|is on[- ]call|approved|merged)\b/,
  // Not all tickets: a shop of tickets measures them.
  /\b(?:an?|new|support) tickets?\b/,
  /\b(?:jira|runbooks?|post-?mortems?|screenshots?|slack (?:messages?|channel))\b/,
  /\b(?:e-mail address|phone numbers?|credit card numbers?|customer (?:names?|list)|user (?:names?|ids?|emails?|list))\b/,
  /\b(?:documentation|docs for|config(?:uration)? file|yaml|manifest)\b/,
  /\b(?:sql (?:query|statement)|slow query log|query text|packet capture|pcap|tcpdump)\b/,
];
/** Log lines and tickets are counted like anything else. */
const COUNTED_MEDIA =
  /\b(?:(?:per|an?) (?:second|minute|hour)|rate|how many|number of|count|top \d+|most|log (?:events?|rate|volume)|logs? per|count of|bytes of logs?)\b/;

const GENERAL: readonly RegExp[] = [
  /\b(?:haiku|poem|poetry|joke|story|song|lyrics|limerick|recipe|translate)\b/,
  /\b(?:weather|horoscope|stock price|bitcoin|football|soccer|movie|restaurant|capital (?:city )?of|president|birthday|meaning of life)\b/,
  /\b(?:who are you|what are you|your name|how are you|tell me about yourself)\b/,
  /\b(?:best practices?|tutorial|what is the difference between|pros and cons|recommend|should (?:i|we)|opinion)\b/,
  /\bhow (?:do|does|can|should|to|would) (?:i|we|you|one) (?:\w+ )*(?:fix|configure|install|set ?up|write|build|deploy|implement|improve|reduce|optimi[sz]e|tune|scale|migrate|debug|learn|use|create|add|upgrade|monitor)\b/,
  /\bexplain (?:to me )?(?:how|what|why)\b/,
  // Reasons are for an investigation; a query gives numbers.
  /^(?!.*\breasons?\b).*\b(?:why (?:is|are|was|were|do|does|did|has|have|can't|isn't|won't|the)|root cause|what caused|what's causing|whose fault)\b/,
  /\b(?:salary|salaries|hire|meeting|calendar|lunch|coffee)\b/,
];
