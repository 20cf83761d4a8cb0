/**
 * What Locum promises, each with the document that promises it. A test proves a promise by naming it in a comment above it:
 * `// proves: ASK-01, WEB-01`. `requirements.test.ts` fails when a promise has no such test, or a comment names no promise.
 */
export interface Requirement {
  readonly promise: string;
  /** The page, relative to the root, on which a reader finds the promise. */
  readonly source: string;
}

const ASKING = 'docs/how-to/ask-questions.md';
const COMMAND_LINE = 'docs/how-to/cli.md';
const SETTINGS = 'docs/how-to/configure.md';
const ERRORS = 'docs/errors.md';
const HOUSE = 'ARCHITECTURE.md';
const FRONT = 'README.md';
const SOURCES = 'packages/server/src/domains/sources/README.md';
const CATALOG = 'packages/server/src/domains/catalog/README.md';
const MODELS = 'packages/server/src/domains/models/README.md';
const QUERIES = 'packages/promql/README.md';

export const requirements = {
  'START-01': { promise: 'The demo prints three questions and, as its last line, the link to open.', source: FRONT },
  'START-02': { promise: 'The demo has data of now and of the day before.', source: FRONT },
  'START-03': { promise: 'Whatever stops a command stops everything it started.', source: FRONT },
  'START-04': { promise: 'Nothing is installed on the system before it was listed and agreed to.', source: FRONT },
  'START-05': { promise: 'A test that did not run counts as failed.', source: 'CONTRIBUTING.md' },
  'START-06': { promise: 'The server starts without any setting, for this machine only.', source: SETTINGS },
  'START-07': { promise: 'All faults of the configuration are told at once, none with a secret.', source: SETTINGS },
  'START-08': {
    promise: 'Faults of the shop can be switched on and show in its metrics.',
    source: 'examples/shop/README.md',
  },

  'DOC-01': { promise: 'Every question in the guide is treated as the guide says.', source: ASKING },
  'DOC-02': { promise: 'The pages of errors and settings say what the code does.', source: ERRORS },

  'ASK-01': {
    promise: 'An answer has words with numbers, the query and the evidence behind every number.',
    source: FRONT,
  },
  'ASK-02': { promise: 'No number is shown without a claim that rests on evidence of the answer.', source: HOUSE },
  'ASK-03': { promise: 'Evidence can be run again, and gives what Prometheus itself gives.', source: HOUSE },
  'ASK-04': { promise: 'A follow-up changes one part of the question before it.', source: ASKING },
  'ASK-05': { promise: 'Other plausible readings are offered with their reason.', source: ASKING },
  'ASK-06': {
    promise: 'What cannot be grounded is declined, with the nearest things, and nothing is run.',
    source: ASKING,
  },
  'ASK-07': { promise: 'What must not be done is refused, and nothing is run.', source: ASKING },
  'ASK-08': { promise: 'A query above the budget is refused with the numbers.', source: ASKING },
  'ASK-09': { promise: 'An answer without data says which of the reasons it is.', source: HOUSE },
  'ASK-10': {
    promise: 'Rates, ratios, quantiles, rankings, thresholds, comparisons, forecasts and counts are understood.',
    source: ASKING,
  },
  'ASK-11': {
    promise: 'A repeated question is served from the cache, under a history entry of its own.',
    source: HOUSE,
  },
  'ASK-12': { promise: 'Accepted answers are replayed as a regression gate.', source: ASKING },
  'ASK-13': {
    promise: 'A corrected query answers the next question of the same meaning, in that organisation only.',
    source: ASKING,
  },
  'ASK-14': { promise: 'The words of an answer follow from the data alone.', source: HOUSE },
  'ASK-15': { promise: 'A change of level and a trend are found and dated.', source: FRONT },
  'ASK-16': { promise: 'Every question is in the history, searchable, for its organisation only.', source: FRONT },

  'QL-01': { promise: 'A query that is parsed and printed is the same query.', source: QUERIES },
  'QL-02': { promise: 'Planted faults are found; right queries are left alone.', source: QUERIES },
  'QL-03': { promise: 'The cost of a query is estimated before it is run.', source: QUERIES },
  'QL-04': { promise: 'No text crashes or hangs the parser.', source: QUERIES },

  'API-01': { promise: 'A question streams its stages; the stream can be resumed without a gap.', source: HOUSE },
  'API-02': { promise: 'The API describes itself as OpenAPI and on a page.', source: 'docs/how-to/api.md' },
  'API-03': { promise: 'Health and metrics are served to who watches Locum.', source: 'docs/how-to/api.md' },
  'API-04': {
    promise: 'Nobody is served without having signed in, nor a page of another origin or host.',
    source: HOUSE,
  },
  'API-05': { promise: 'A query is explained and checked without running it.', source: 'docs/how-to/api.md' },
  'API-06': { promise: 'Every error has a code and says what to do next, and tells nothing of a bug.', source: ERRORS },
  'API-07': { promise: 'What somebody may not see is answered like what does not exist.', source: HOUSE },
  'API-08': {
    promise: 'A request that is sent again with its Idempotency-Key is carried out once and answered alike.',
    source: 'docs/how-to/api.md',
  },

  'CLI-01': {
    promise: 'The exit code tells answered, failed, misused, declined and refused apart.',
    source: COMMAND_LINE,
  },
  'CLI-02': { promise: 'Without arguments the command says what it can do.', source: COMMAND_LINE },
  'CLI-03': {
    promise: 'Into a pipe there are no colours, and telemetry cannot command a terminal.',
    source: COMMAND_LINE,
  },
  'CLI-04': { promise: 'With --json also failures are JSON.', source: COMMAND_LINE },
  'CLI-05': {
    promise: 'The command finds the server of its data folder, and uses its token only while it is private.',
    source: COMMAND_LINE,
  },
  'CLI-06': { promise: 'The catalog is listed, with or without a server.', source: COMMAND_LINE },
  'CLI-07': {
    promise: 'A file of questions is planned in order, without a server or a database.',
    source: COMMAND_LINE,
  },
  'CLI-08': {
    promise: 'A server that is silent, gone or not Locum ends a command in time, with what to check.',
    source: COMMAND_LINE,
  },

  'WEB-01': { promise: 'In the page an answer has its figure, chart, query and evidence.', source: FRONT },
  'WEB-02': { promise: 'Follow-ups stand in one thread that has an address.', source: ASKING },
  'WEB-03': { promise: 'Declined and refused questions say so, and what could be asked instead.', source: ASKING },
  'WEB-04': { promise: 'A verdict on an answer is kept.', source: ASKING },
  'WEB-05': { promise: 'Past questions are searched and opened again.', source: FRONT },
  'WEB-06': { promise: 'An answer is readable by assistive technology and on a phone.', source: FRONT },
  'WEB-07': { promise: 'The page breaks neither its own security policy nor itself.', source: HOUSE },
  'WEB-08': {
    promise: 'A fresh installation leads to connecting a Prometheus and tells why an address fails.',
    source: 'docs/how-to/connect-prometheus.md',
  },

  'SRC-01': {
    promise: 'A source is tested before it is connected, and a failure names its reason.',
    source: 'docs/how-to/connect-prometheus.md',
  },
  'SRC-02': {
    promise: 'A Prometheus given by settings is connected and discovered at the start.',
    source: 'docs/how-to/connect-prometheus.md',
  },
  'SRC-03': { promise: 'Every provider passes one conformance suite.', source: SOURCES },
  'SRC-04': { promise: 'While a source is down an earlier result is shown with its age.', source: SOURCES },
  'SRC-05': {
    promise: 'Attempts are bounded, Retry-After is honoured, and replies are cut at a limit.',
    source: SOURCES,
  },
  'SRC-06': {
    promise: 'Credentials are stored encrypted, never given back, and never sent to another host.',
    source: SOURCES,
  },

  'CAT-01': { promise: 'Services are found whatever label names them, and with them their metrics.', source: CATALOG },
  'CAT-02': {
    promise: 'Knowledge files of your own are understood like the built-in ones.',
    source: 'docs/how-to/add-knowledge.md',
  },
  'CAT-03': {
    promise: 'A source that has not changed is not read again; a huge one costs a bounded number of requests.',
    source: CATALOG,
  },
  'CAT-04': {
    promise: 'Types, units and histograms are told from metadata, documentation and names.',
    source: CATALOG,
  },
  'CAT-05': { promise: 'The panels of your dashboards are found by their titles.', source: CATALOG },
  'CAT-06': { promise: 'What is gone ages out.', source: CATALOG },

  'MODEL-01': {
    promise: 'No byte leaves for a model unless somebody agreed; "nothing leaves" overrides everything.',
    source: MODELS,
  },
  'MODEL-02': { promise: 'No value of any sample is sent to a model.', source: MODELS },
  'MODEL-03': { promise: 'Personal and secret text is masked before it is sent.', source: MODELS },
  'MODEL-04': {
    promise: 'A model that is slow, wrong, silent or unwilling leaves the built-in answer.',
    source: MODELS,
  },
  'MODEL-05': { promise: 'Instructions in telemetry stay data.', source: MODELS },

  'SAFE-01': { promise: 'Strange questions are answered or declined as text, in words.', source: FRONT },
  'SAFE-02': {
    promise: 'A source that is slow, broken, empty or huge gets a message that says what to do.',
    source: ERRORS,
  },
  'SAFE-03': { promise: 'A clock that jumps breaks no answer.', source: HOUSE },
  'SAFE-04': { promise: 'A second server on one data folder is refused with a sentence.', source: SETTINGS },
  'SAFE-05': { promise: 'What was acknowledged survives kill -9.', source: 'docs/decisions/embedded-database.md' },
  'SAFE-06': {
    promise: 'A full disk is named, and work goes on when there is room.',
    source: 'docs/decisions/embedded-database.md',
  },
  'SAFE-07': {
    promise: 'Malformed, oversized and misdirected requests are answered with what is wrong.',
    source: ERRORS,
  },
  'SAFE-08': { promise: 'The link of the start works once and for an hour.', source: 'docs/decisions/local-mode.md' },
  'SAFE-09': { promise: 'Two servers may start on one database at the same time.', source: SETTINGS },
  'SAFE-10': { promise: 'Imports that the map does not allow fail the check.', source: HOUSE },
} as const satisfies Record<string, Requirement>;
