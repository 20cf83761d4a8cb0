/** Why a request is not for a query: it must not be done, or it is not something metrics can answer. */
export interface Refusal {
  readonly status: 'refused' | 'declined';
  readonly reason:
    | 'malicious'
    | 'data_deletion'
    | 'admin_endpoint'
    | 'cardinality_bomb'
    | 'injected_instructions'
    | 'out_of_scope'
    | 'no_question';
  readonly message: string;
}

const INSTRUCTIONS =
  /\b(?:ignore|disregard|forget|override|bypass)\b[^.?!]{0,40}\b(?:previous|prior|above|earlier|all|your|any|the|these|safety)\b[^.?!]{0,30}\b(?:instructions?|prompts?|rules|guidelines|polic(?:y|ies)|training|constraints|restrictions|checks?)\b|\bsystem prompt\b|\b(?:your|the|initial|hidden) (?:initial |hidden |original )?(?:prompt|instructions)\b|\byou are now\b|\bact as (?:an? )?(?:unrestricted|admin|root|dan|different)|\b(?:admin|developer|god|debug|root|maintenance|jailbreak|sudo) mode\b|\bpretend (?:to be|you)|\bjailbreak|\brole ?play\b|\banswer (?:only )?(?:with )?["'](?:done|ok|yes)["']|<\/?(?:system|assistant|user|instructions?)>|\bnew instructions?\b/;
const DELETION =
  /\b(?:delete|drop|remove|wipe|erase|purge|truncate|destroy|clear|clean ?up|overwrite|rewrite|falsify|tamper|reset|nuke|flush|corrupt|backdate|inject|insert|write|push)\b[^.?!]{0,40}\b(?:series|metrics?|samples?|data|history|tsdb|time ?series|tables?|database|blocks?|wal|tombstones?|storage|retention|counters?)\b|\brm -rf\b|\bdelete_series\b|\bdrop table\b|\bunion select\b|;\s*(?:drop|delete|truncate|shutdown)\b/;
const ADMIN =
  /\/api\/v\d\/admin|\/-\/(?:quit|reload)|\bclean_tombstones\b|\btsdb\/snapshot\b|\btake a snapshot of (?:the )?(?:tsdb|database)\b|\b(?:shut ?down|kill|stop|crash|quit|terminate|ddos|overload|stress|flood|hammer|bring down|take down|knock (?:out|over)|exhaust|brick|slow down)\b[^.?!]{0,30}\b(?:prometheus|the server|the tsdb|this server|monitoring|the database)\b|\b(?:enable|disable|turn (?:on|off)|change|modify|edit)\b[^.?!]{0,30}\b(?:admin api|lifecycle|scrape config|retention|remote write|auth(?:entication)?)\b/;
const FETCH =
  /\b(?:fetch|curl|wget|download|visit|browse|open|post|send|forward|upload|exfiltrate|request|get|read|load|call|include|query)\b[^.?!]{0,60}(?:https?:\/\/|ftp:\/\/|file:\/\/|gopher:)|169\.254\.169\.254|metadata\.google|\/etc\/(?:passwd|shadow)|\/proc\/self|\benv(?:ironment)? variables?\b[^.?!]{0,20}\b(?:print|show|dump|list)|\b(?:print|show|dump|reveal|leak|tell|give|list|read|cat)\b[^.?!]{0,40}\b(?:api keys?|passwords?|secrets?|credentials?|private keys?|bearer tokens?|access tokens?|tokens of|env(?:ironment)? variables|ssh keys?|\.env)\b(?! (?:expir|rotat|attempt|fail|age|count))/;
const BOMB =
  /\bevery (?:series|metric|label|sample)\b.*\bevery\b|\b(?:each|every|one|1) ?(?:milli|micro|nano)seconds?\b|\{\s*__name__\s*=~\s*["']\.[+*]["']\s*\}\s*(?:\*|\/|\+|-|and|or|unless)|\b(?:every|all|each)\b[^.?!]{0,20}\b(?:metrics?|series)\b[^.?!]{0,30}\b(?:crossed|multiplied|joined|times|against|cross join|cartesian|combined)\b|\bcartesian\b|\bcross[ -]?(?:join|product)\b|\b(?:every|all|each)(?: single| raw| of the)* (?:metrics?|series|samples?|time series|raw data|data ?points?)\b[^.?!]{0,60}\b(?:1s|1 s|one[- ]second|1[- ]second|raw|millisecond|full) (?:resolution|step|granularity|intervals?)|\b(?:dump|export|return|download|select)\b[^.?!]{0,15}\b(?:all|every|everything|each|entire|whole)\b[^.?!]{0,30}\b(?:series|metrics?|samples?|tsdb|data ?base|data)\b|\b(?:1s|1 s|one[- ]second|1[- ]second|1ms|millisecond) (?:resolution|step|granularity)\b[^.?!]{0,40}\b(?:years?|months?|weeks?|30 days|90 days|365)|\b(?:years?|months?|30 days|90 days|365 days)\b[^.?!]{0,30}\b(?:1s|1 s|one[- ]second|1[- ]second|1ms|millisecond) (?:resolution|step|granularity)|\bregex\b[^.?!]{0,30}\bbacktrack|\bcrash(?:es)? the\b|\bout of memory\b[^.?!]{0,20}\bprometheus on purpose/;

// A comma must be readable in one way only, else a row of commas takes time exponential in its length.
const ACTION =
  /^[ ,]*(?:(?:hey|hi|ok|okay|please|pls|plz|can you|could you|would you|will you|go ahead and|just|now|quickly|i want you to|i need you to|you should|let's|lets|kindly|locum)[ ,]*)*(?:restart|reboot|scale(?: up| down)?|deploy|redeploy|roll ?back|revert|kill|terminate|drain|cordon|uncordon|evict|delete|remove|destroy|drop|silence|mute|acknowledge|ack|page|notify|email|e-mail|send|message|call|text|create|add|install|uninstall|upgrade|update|patch|fix|repair|resolve|configure|enable|disable|turn (?:on|off)|run|execute|start|stop|pause|resume|increase|decrease|raise|lower|bump|set|change|failover|fail over|promote|ssh|apply|merge|commit|open|close|book|order|buy|schedule|write|compose|translate|summari[sz]e|implement|refactor|generate|rename|move|migrate|vacuum|reindex|free up|flush|empty|rotate)\b/;
const ACTION_OBJECT =
  /\b(?:pods?|deployments?|nodes?|services?|servers?|containers?|clusters?|replicas?|alerts?|jobs?|instances?|databases?|hosts?|machines?|tickets?|issues?|incidents?|on-?call|me|team|manager|slack|email|branch|pull request|pr|code|script|haiku|poem|story|joke|essay|song|function|program|unit test|limits?|memory|cpu|config|version|image|namespace|cache|cron ?job|backup|dashboard|runbook|postmortem|query|certificate|cert|kernel|disk|volume|feature flag|tables?|keys?|checkout|cart|payments|auth|search|redis|postgres|kafka|nginx|prometheus|grafana)\b/;
const READ_ONLY_START =
  /^(?:please |pls |can you |could you )*(?:run(?:ning)? |open |silence |merge |commit |close |notify |rename |book |write |raise |fix |order |schedule |set |start |call |text |stop |page |message |increase |change |update |lower |patch )(?:file|queries|out|connections?|fds?|time|latency|requests?|to\b|cache|tables?|tables|query|queries|charge|ratio|limit|ins?|alerts?|tickets per|iops|throughput|bytes|speed|amplification|pods?|goroutines|jobs|rate|count|of|in|over|faults?|queue|per|volume|size|lag|failures?|errors?|value|events?)\b/;
/** Words of quantity: who asks for a rate asks, whatever verb the sentence begins with. */
const MEASURED =
  /\b(?:percent(?:age)?|ratio|rates?|how many|number of|(?:per|an?) (?:second|minute|hour|day)|p\d\d|average|count of|share of|trend|over time)\b/;
const OTHER_MEDIA =
  /\b(?:stack ?traces?|backtraces?|tracebacks?|log (?:files?|output)|(?:show|give|grep|tail|search|see|print|get|find|read|what do|fetch|view|open)(?: me)?(?: the| all| recent| last| our| any| raw| error| application| latest| \d+)* (?:logs?|log (?:lines?|entries|messages?))\b|logs (?:of|from|for|say|around)|traces? (?:of|for|from) |distributed traces?|flame ?graphs?|heap dumps?|thread dumps?|core dumps?|source code|line of code|which (?:commit|developer|engineer|person|author)|git (?:log|blame|history)|who (?:deployed|pushed|broke|committed|changed|wrote|is on[- ]call|approved|merged)|pull requests?|jira|tickets?|runbooks?|post-?mortems?|screenshots?|slack (?:messages?|channel)|invoices?|e-mail address|phone numbers?|credit card numbers?|customer (?:names?|list)|user (?:names?|ids?|emails?|list)|changelog|release notes|documentation|docs for|config(?:uration)? file|yaml|manifest|sql (?:query|statement)|slow query log|query text|packet capture|pcap|tcpdump)\b/;
const GENERAL =
  /\b(?:haiku|poem|poetry|joke|story|song|lyrics|limerick|recipe|weather|translate|horoscope|stock price|bitcoin|football|soccer|movie|restaurant|capital (?:city )?of|president|birthday|meaning of life|who are you|what are you|your name|how are you|tell me about yourself|what can you do|best practices?|tutorial|how (?:do|does|can|should|to|would) (?:i|we|you|one) (?:\w+ )*(?:fix|configure|install|set ?up|write|build|deploy|implement|improve|reduce|optimi[sz]e|tune|scale|migrate|debug|learn|use|create|add|upgrade|monitor)|explain (?:to me )?(?:how|what|why)|what is the difference between|pros and cons|recommend|should (?:i|we)\b|why (?:is|are|was|were|do|does|did|has|have|can't|isn't|won't|the)|root cause|what caused|what's causing|whose fault|opinion|salary|salaries|hire|meeting|calendar|lunch|coffee)\b/;

/** Decides on the words alone whether a request is refused or out of scope. `question` is normalised. */
export function findRefusal(question: string): Refusal | undefined {
  if (!/[\p{L}]/u.test(question)) {
    return {
      status: 'declined',
      reason: 'no_question',
      message: 'There is no question in this. Ask about a metric or a service, for example "error rate of checkout".',
    };
  }
  return findDanger(question) ?? findOutOfScope(question);
}

function findDanger(question: string): Refusal | undefined {
  const refused = (reason: Refusal['reason'], message: string): Refusal => ({ status: 'refused', reason, message });
  if (ADMIN.test(question))
    return refused(
      'admin_endpoint',
      'Locum only reads. It does not call administrative endpoints and does not change how your monitoring runs.',
    );
  if (FETCH.test(question))
    return refused(
      'malicious',
      'Locum asks your connected sources only. It does not fetch other addresses and does not reveal secrets.',
    );
  if (INSTRUCTIONS.test(question))
    return refused(
      'injected_instructions',
      'This contains instructions to Locum instead of a question about production, so nothing was run.',
    );
  if (BOMB.test(question))
    return refused(
      'cardinality_bomb',
      'This would read every series at once and could take the source down, so nothing was run. Name the metric or the service you care about.',
    );
  if (
    DELETION.test(question) &&
    !/\b(?:how many|number of|rate|count|per second|per minute|per hour|failed|failures?|when|last|which|percentage|share|bytes|errors?)\b/.test(
      question,
    )
  ) {
    return refused('data_deletion', 'Locum only reads. It never deletes or changes data in a source.');
  }
  return undefined;
}

function findOutOfScope(question: string): Refusal | undefined {
  const declined = (message: string): Refusal => ({ status: 'declined', reason: 'out_of_scope', message });
  if (
    ACTION.test(question) &&
    !MEASURED.test(question) &&
    ACTION_OBJECT.test(question) &&
    !READ_ONLY_START.test(question) &&
    !/\?\s*$/.test(question.replace(/^(?:can|could|would) you[^?]*\?$/, ''))
  ) {
    return declined(
      'That is an action, not a question: asking never changes anything. Ask what you want to know first.',
    );
  }
  if (
    OTHER_MEDIA.test(question) &&
    !/\b(?:(?:per|an?) (?:second|minute|hour)|rate|how many|number of|count|top \d+|most|log (?:events?|rate|volume)|logs? per|rate of logs?|how many logs?|number of|count of|bytes of logs?)\b/.test(
      question,
    )
  ) {
    return declined(
      'That is not in metrics: it would need logs, traces, code or people, and the connected sources hold numbers over time only.',
    );
  }
  if (GENERAL.test(question))
    return declined(
      'That is not a question about a metric. Ask for something that is measured, for example "p95 latency of checkout by route".',
    );
  return undefined;
}
