/**
 * What counts for and against a measure, in points of a score that is about 1 for a perfect reading. Found by reading the
 * failures of the question sets for development; only differences matter. A change is measured with `npm run bench:ask`.
 */
export const WEIGHT = {
  /** How much of the question the measure explains: the strongest sign. */
  coverage: 0.58,
  /** How much of one of its phrases the question says. */
  fit: 0.36,
  /** What is left of a phrase's fit when only the service's own name was said. */
  onlyNames: 0.6,
  /** The question wrote the metric's name: nothing else is meant. */
  namedOutright: 0.6,

  /** Somebody wrote down what it means, where a family has only its name. */
  fromKnowledge: 0.05,
  /** Proven by a pair of names. */
  derived: 0.04,
  /** What has the label itself is the likelier one. */
  joined: -0.02,
  /** The service named emits it itself, so it is not a proxy's view of it. */
  ownedByService: 0.07,
  /** Of a special subject (redis, an ingress) that the question does not name. */
  foreignSubject: -0.05,
  /** A runtime's internals of which only "average" or "latency" was said. */
  runtimeUnasked: -0.25,
  /** The label is called as the question calls the thing: `node` for "nodes", not `instance`. */
  entityNamesLabel: 0.04,

  /** "of its limit" wants a share; an amount would need the limit beside it. */
  shareOfBound: 0.14,
  amountOfBound: -0.1,
  /** Percent or a fraction was asked. */
  askedShare: 0.08,
  /** A sum or difference of metrics has no part that would be a share. */
  sumIsNoShare: -0.12,
  /** "success percentage" of what is counted by outcome. */
  shareOfOutcome: 0.02,
  notAskedShare: -0.05,
  askedBytes: 0.05,
  notAskedBytes: -0.03,
  askedSeconds: 0.03,
  /** "more than 5 minutes" of what is no time. */
  otherUnit: -0.1,
  /** "average time of a call" of what counts them. */
  countOfTime: -0.2,
  /** "services with one instance" of what is up or not. */
  numberOfState: -0.15,
  /** "since when" is answered by a timestamp. */
  ageIsTimestamp: 0.07,
  /** "minutes since" is answered by nothing but a moment or an age. */
  timeSinceIsAge: 0.1,
  timeSinceIsNoAge: -0.15,
  /** "older than a minute" is told by a lag. */
  staleIsLag: 0.06,
  /** "time spent" is a counter of seconds. */
  timeSpent: 0.08,
  saysBytes: 0.04,
  /** "90 % used" of what is free. */
  opposite: -0.3,
  /** "utilisation" is a share. */
  fullnessIsShare: 0.06,
  /** "errors by route" counts them; only "error rate" and the like compare them with the rest. */
  outcomesAreCounted: -0.06,
  /** "how many" wants an amount. */
  amountIsNoShare: -0.08,
  /** "connections in use", "active connections" are counted. */
  inUseIsNoShare: -0.16,
  /** "errors per second" are no share. */
  rateIsNoShare: -0.12,

  /** What can run out: an amount that is free, or used of a limit; never the limit alone. */
  canRunOut: 0.1,
  cannotRunOut: -0.1,
  limitAlone: -0.2,

  /** Percentiles need a distribution. */
  distribution: 0.1,
  noDistribution: -0.4,
  /** "share within 300 ms" needs buckets. */
  buckets: 0.15,
  noBuckets: -0.1,
  /** "fewer ready than desired" is a statement that holds or not. */
  comparesAmounts: 0.12,
  comparesNothing: -0.04,
  /** A statement ("is down") suits "which …" and "is …", and hardly a number to compare with. */
  statementWithNumber: -0.03,
  statementAsked: 0.06,
  statementUnasked: -0.01,
  /** "how many keys" of a statement about instances. */
  statementOfOthers: -0.1,
  /** "expires within two weeks" against a statement of its own bound. */
  statementWithHorizon: -0.06,

  /** "and why" is told by a label. */
  tellsReason: 0.12,
  tellsNoReason: -0.1,
  /** Each thing named that the measure does not have. */
  unboundThing: -0.28,
  /** A grouping that only part of its words name, times what is missing of it. */
  vagueGrouping: -0.3,
  unresolvedGrouping: -0.2,
  /** "not closed" of a measure of what is closed. */
  negated: -0.2,
  /** "by mode" of a measure of one mode. */
  pinsGrouping: -0.25,
  /** "which job" of a measure of a single job. */
  singleEntity: -0.08,
  singleEntityRanked: -0.16,
  /** "everything but 5xx" of a measure that pins an outcome. */
  pinsOutcome: -0.3,
  /** The question names another value of a label that the measure pins: warnings, of a measure of errors. */
  contradicted: -0.25,
  /** "which" wants entities where this is their number. */
  countOfEntities: -0.1,
  /** "slowest statements" of what is only the setting of a bound. */
  settingUnasked: -0.2,
  /** "which redis is the primary" */
  tellsIdentity: 0.08,
  /** "which team has the most alerts": a number ranks them. */
  countRanks: 0.05,
  /** Each unexplained word that names the subject of some knowledge. */
  otherSubject: -0.12,
  /** "which process group" of measures that know no process groups. */
  missesEntity: -0.1,
  /** "processes of postgres" of its exporter. */
  exporterItself: -0.2,
  /** "together" of what adds two up. */
  addsUp: 0.05,
  /** "by memory" of what tells nothing of it. */
  missesRankedBy: -0.3,
  /** "which targets" of a mean over them. */
  averagesEntity: -0.12,
  /** Failures are asked and it neither counts nor tells them. */
  missesOutcome: -0.12,
} as const;
