export interface FunctionRow {
  readonly signature: string;
  readonly since: string;
  readonly removedIn?: string;
  readonly experimental?: boolean;
  /** First release in which a once experimental function needs no feature flag. */
  readonly stableSince?: string;
  readonly doc: string;
}

const RANGE = 'v range-vector';
const VECTOR = 'v instant-vector';

function overTime(name: string, since: string, doc: string): FunctionRow {
  return { signature: `${name}(${RANGE})`, since, doc };
}

function experimental(signature: string, since: string, doc: string): FunctionRow {
  return { signature, since, experimental: true, doc };
}

function perSample(name: string, since: string, doc: string): FunctionRow {
  return { signature: `${name}(${VECTOR})`, since, doc };
}

function calendar(name: string, since: string, doc: string): FunctionRow {
  return { signature: `${name}(v instant-vector?)`, since, doc: `${doc}; of the current time without an argument.` };
}

/**
 * Names, parameters and releases as documented by Prometheus (querying/functions, CHANGELOG); the sentences are ours.
 * `1.0` marks what is older than 2.0.
 */
export const FUNCTION_ROWS: readonly FunctionRow[] = [
  perSample('abs', '1.0', 'Absolute value.'),
  perSample('absent', '1.0', 'One sample of value 1 when nothing is selected, otherwise nothing.'),
  overTime('absent_over_time', '2.16', 'One sample of value 1 when nothing was selected in the whole window.'),
  perSample('acos', '2.31', 'Arc cosine, in radians.'),
  perSample('acosh', '2.31', 'Inverse hyperbolic cosine.'),
  perSample('asin', '2.31', 'Arc sine, in radians.'),
  perSample('asinh', '2.31', 'Inverse hyperbolic sine.'),
  perSample('atan', '2.31', 'Arc tangent, in radians.'),
  perSample('atanh', '2.31', 'Inverse hyperbolic tangent.'),
  overTime('avg_over_time', '1.0', 'Average of the samples in the window, per series.'),
  perSample('ceil', '1.0', 'Rounds up to a whole number.'),
  overTime('changes', '1.0', 'How often the value changed in the window.'),
  {
    signature: 'clamp(v instant-vector, min scalar, max scalar)',
    since: '2.26',
    doc: 'Limits values to the range from min to max.',
  },
  { signature: 'clamp_max(v instant-vector, max scalar)', since: '1.0', doc: 'Limits values to at most max.' },
  { signature: 'clamp_min(v instant-vector, min scalar)', since: '1.0', doc: 'Limits values to at least min.' },
  perSample('cos', '2.31', 'Cosine of an angle in radians.'),
  perSample('cosh', '2.31', 'Hyperbolic cosine.'),
  overTime('count_over_time', '1.0', 'How many samples the window holds, per series.'),
  calendar('day_of_month', '1.0', 'Day of the month (1–31, UTC) of a Unix time'),
  calendar('day_of_week', '1.0', 'Day of the week (0 is Sunday, UTC) of a Unix time'),
  calendar('day_of_year', '2.38', 'Day of the year (1–366, UTC) of a Unix time'),
  calendar('days_in_month', '1.0', 'Number of days in the month (UTC) of a Unix time'),
  perSample('deg', '2.31', 'Radians to degrees.'),
  overTime('delta', '1.0', 'Difference between the last and the first value of a gauge in the window, extrapolated.'),
  overTime('deriv', '1.0', 'Per-second slope of a gauge by least squares over the window.'),
  experimental(
    'double_exponential_smoothing(v range-vector, smoothing scalar, trend scalar)',
    '3.0',
    'Smoothed value of a gauge (Holt’s linear method); called holt_winters before 3.0.',
  ),
  experimental('end(): scalar', '3.12', 'End of the query’s range, as Unix time.'),
  perSample('exp', '1.0', 'Exponential function.'),
  {
    signature: `first_over_time(${RANGE})`,
    since: '3.7',
    stableSince: '3.14',
    doc: 'Oldest sample in the window; experimental before 3.14.',
  },
  perSample('floor', '1.0', 'Rounds down to a whole number.'),
  perSample('histogram_avg', '2.51', 'Average of the observations in each native histogram.'),
  perSample('histogram_count', '2.40', 'Number of observations in each native histogram.'),
  {
    signature: 'histogram_fraction(lower scalar, upper scalar, b instant-vector)',
    since: '2.40',
    doc: 'Share of observations between lower and upper; native histograms, and classic buckets from 3.4.',
  },
  {
    signature: 'histogram_quantile(q scalar, b instant-vector)',
    since: '1.0',
    doc: 'Quantile (0–1) estimated from the buckets of a histogram; classic buckets need the label le.',
  },
  experimental(
    'histogram_quantiles(b instant-vector, label string, q scalar, more scalar...)',
    '3.11',
    'Several quantiles of a histogram at once, told apart by a new label.',
  ),
  perSample('histogram_stddev', '2.47', 'Estimated standard deviation of the observations in each native histogram.'),
  perSample('histogram_stdvar', '2.47', 'Estimated variance of the observations in each native histogram.'),
  perSample('histogram_sum', '2.40', 'Sum of the observations in each native histogram.'),
  {
    signature: 'holt_winters(v range-vector, smoothing scalar, trend scalar)',
    since: '1.0',
    removedIn: '3.0',
    doc: 'Smoothed value of a gauge; renamed double_exponential_smoothing in 3.0.',
  },
  calendar('hour', '1.0', 'Hour of the day (0–23, UTC) of a Unix time'),
  overTime('idelta', '1.0', 'Difference between the last two samples of a gauge in the window.'),
  overTime('increase', '1.0', 'How much a counter grew over the window, resets allowed for.'),
  experimental(
    'info(v instant-vector, labels instant-vector?)',
    '2.55',
    'Adds the labels of the matching info series (target_info by default).',
  ),
  experimental(
    'integral(v range-vector, mode scalar?)',
    '3.16',
    'Area under a gauge over the window, in value times seconds.',
  ),
  overTime('irate', '1.0', 'Per-second increase of a counter between the last two samples in the window.'),
  {
    signature: 'label_join(v instant-vector, target string, separator string, source string...)',
    since: '1.0',
    doc: 'Writes the joined values of source labels into the target label.',
  },
  {
    signature: 'label_replace(v instant-vector, target string, replacement string, source string, regex string)',
    since: '1.0',
    doc: 'Writes the replacement into the target label where the source label matches the regular expression.',
  },
  overTime('last_over_time', '2.26', 'Newest sample in the window.'),
  perSample('ln', '1.0', 'Natural logarithm.'),
  perSample('log10', '1.0', 'Decimal logarithm.'),
  perSample('log2', '1.0', 'Binary logarithm.'),
  experimental(`mad_over_time(${RANGE})`, '2.49', 'Median absolute deviation of the samples in the window.'),
  overTime('max_over_time', '1.0', 'Largest sample in the window.'),
  experimental('max_of(a scalar, b scalar): scalar', '3.13', 'Larger of two numbers.'),
  experimental('min_of(a scalar, b scalar): scalar', '3.13', 'Smaller of two numbers.'),
  overTime('min_over_time', '1.0', 'Smallest sample in the window.'),
  calendar('minute', '1.0', 'Minute of the hour (0–59, UTC) of a Unix time'),
  calendar('month', '1.0', 'Month (1–12, UTC) of a Unix time'),
  { signature: 'pi(): scalar', since: '2.31', doc: 'The number π.' },
  {
    signature: 'predict_linear(v range-vector, seconds scalar)',
    since: '1.0',
    doc: 'Value a gauge will have in so many seconds if the line through the window continues.',
  },
  overTime('present_over_time', '2.29', 'The value 1 for every series with a sample in the window.'),
  {
    signature: 'quantile_over_time(q scalar, v range-vector)',
    since: '1.0',
    doc: 'Quantile (0–1) of the samples in the window, per series.',
  },
  perSample('rad', '2.31', 'Degrees to radians.'),
  experimental('range(): scalar', '3.12', 'Length of the query’s range, in seconds.'),
  overTime('rate', '1.0', 'Per-second average increase of a counter over the window, resets allowed for.'),
  overTime('resets', '1.0', 'How often a counter restarted in the window.'),
  {
    signature: 'round(v instant-vector, nearest scalar?)',
    since: '1.0',
    doc: 'Rounds to the nearest multiple, by default to whole numbers.',
  },
  {
    signature: 'scalar(v instant-vector): scalar',
    since: '1.0',
    doc: 'Value of a vector with exactly one sample, otherwise NaN.',
  },
  perSample('sgn', '2.26', 'Sign of the value: 1, 0 or -1.'),
  perSample('sin', '2.31', 'Sine of an angle in radians.'),
  perSample('sinh', '2.31', 'Hyperbolic sine.'),
  perSample('sort', '1.0', 'Orders the result by value, smallest first; instant queries only.'),
  experimental('sort_by_label(v instant-vector, label string...)', '2.49', 'Orders the result by label values.'),
  experimental(
    'sort_by_label_desc(v instant-vector, label string...)',
    '2.49',
    'Orders the result by label values, descending.',
  ),
  perSample('sort_desc', '1.0', 'Orders the result by value, largest first; instant queries only.'),
  perSample('sqrt', '1.0', 'Square root.'),
  experimental('start(): scalar', '3.12', 'Start of the query’s range, as Unix time.'),
  overTime('stddev_over_time', '1.0', 'Standard deviation of the samples in the window.'),
  overTime('stdvar_over_time', '1.0', 'Variance of the samples in the window.'),
  experimental(`start_timestamp(${VECTOR})`, '3.14', 'Time at which each counter or histogram started, as Unix time.'),
  experimental('step(): scalar', '3.12', 'Resolution step of the query, in seconds.'),
  overTime('sum_over_time', '1.0', 'Sum of the samples in the window.'),
  perSample('tan', '2.31', 'Tangent of an angle in radians.'),
  perSample('tanh', '2.31', 'Hyperbolic tangent.'),
  { signature: 'time(): scalar', since: '1.0', doc: 'Evaluation time, as Unix time in seconds.' },
  perSample('timestamp', '2.0', 'Time of each sample, as Unix time.'),
  experimental(`ts_of_first_over_time(${RANGE})`, '3.7', 'Time of the oldest sample in the window.'),
  experimental(`ts_of_last_over_time(${RANGE})`, '3.5', 'Time of the newest sample in the window.'),
  experimental(`ts_of_max_over_time(${RANGE})`, '3.5', 'Time of the largest sample in the window.'),
  experimental(`ts_of_min_over_time(${RANGE})`, '3.5', 'Time of the smallest sample in the window.'),
  { signature: 'vector(s scalar)', since: '1.0', doc: 'A vector of one sample without labels.' },
  calendar('year', '1.0', 'Year (UTC) of a Unix time'),
];
