const GROWS =
  /\b(?:growth|growing|grow|grows|grew|grown|gain(?:s|ed|ing)?|leak\w*|rate of change|slope|climb\w*|rising|risen|increas(?:e|ed|ing)|shrink\w*|shrank|shrunk|decreas\w*|change[ds]?|changing|delta)\b/;

/** Whether a change of something over time is spoken of. */
export function speaksOfGrowth(question: string): boolean {
  return GROWS.test(question);
}
