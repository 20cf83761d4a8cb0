import type { Answer, Evidence, Segment } from '@locum/contracts';
import { formatValue } from '@locum/server/format-value';
import { drawBars, drawLines } from '../../terminal/chart.ts';
import { canDraw, plainText } from '../../terminal/plain-text.ts';
import { styled } from '../../terminal/style.ts';

/** The answer for a person: one sentence first, then detail. Everything from telemetry is stripped of control characters. */
export function printAnswer(answer: Answer, { explain }: { readonly explain: boolean }): void {
  const blocks = [
    [...ageWords(answer), sentence(answer.headline), ...answer.details.map((detail) => `  ${sentence(detail)}`)],
    chartOf(answer),
    queryOf(answer, explain),
    explain ? explanationOf(answer) : [],
    evidenceOf(answer),
    nextOf(answer),
  ];
  const shown = blocks.filter((block) => block.length > 0).map((block) => block.join('\n'));
  console.log(shown.join('\n\n'));
}

function sentence(segments: readonly Segment[]): string {
  return segments
    .map(({ text, claimId }) => (claimId === undefined ? plainText(text) : styled('bold', plainText(text))))
    .join('');
}

/** Before the sentence, which speaks of now: how old its figures are, when they are not from just now. */
function ageWords({ askedAt, cached, evidence, source }: Answer): string[] {
  if (evidence.length === 0) return [];
  const from = Math.min(...evidence.map(({ evaluatedAt }) => Date.parse(evaluatedAt)));
  const seconds = Math.max(0, (Date.parse(askedAt) - from) / 1000);
  const age = formatValue(Math.round(seconds), 'seconds');
  if (evidence.some(({ staleSeconds }) => staleSeconds !== undefined))
    return [styled('yellow', `${age} ago (${plainText(source?.name ?? 'the source')} does not answer now):`)];
  return cached || seconds >= 1 ? [styled('dim', `${age} ago (from the cache):`)] : [];
}

function chartOf({ chart, evidence }: Answer): string[] {
  const shown = evidence.find(({ id }) => id === chart?.evidenceId);
  if (chart === undefined || shown === undefined || !canDraw()) return [];
  const names = chart.seriesNames.map(plainText);
  const { times, series } = shown.result;
  const size = { columns: Math.min(100, process.stdout.columns ?? 80), unit: chart.unit };
  if (chart.type === 'line' || chart.type === 'area')
    return drawLines(
      times,
      series.map(({ values }, index) => ({ name: names[index] ?? '', values })),
      size,
    );
  if (chart.type !== 'bar' && chart.type !== 'table') return [];
  const bars = series.map(({ values }, index) => ({ name: names[index] ?? '', value: values.at(-1) ?? null }));
  return drawBars(bars, size);
}

function queryOf({ plan, alternatives, readAs }: Answer, isExplained: boolean): string[] {
  if (plan === undefined) return [];
  const others =
    alternatives.length === 0 || isExplained
      ? ''
      : `  ${styled('dim', `(${alternatives.length} other ${alternatives.length === 1 ? 'reading' : 'readings'}: --explain)`)}`;
  return [
    ...(readAs === undefined ? [] : [styled('dim', `Read as: ${plainText(readAs)}`)]),
    `${styled('dim', 'Query')}  ${styled('cyan', plainText(plan.promql))}${others}`,
  ];
}

function explanationOf({ plan, explanation, findings, cost, alternatives, steps }: Answer): string[] {
  const lines: string[] = [];
  if (plan !== undefined)
    lines.push(
      `Read as ${plainText(plan.reading)}, ${plan.planner} planner, ${Math.round(plan.confidence * 100)} % sure.`,
    );
  if (explanation !== undefined) lines.push(plainText(explanation));
  for (const { severity, message, repaired } of findings)
    lines.push(`${repaired ? 'Repaired' : severity}: ${plainText(message)}`);
  if (cost !== undefined) lines.push(`Cost: ${cost.reason}.`);
  for (const { reading, promql, reason } of alternatives)
    lines.push(`Or: ${plainText(reading)} (${plainText(reason)})\n    ${styled('cyan', plainText(promql))}`);
  for (const { name, ms, summary } of steps)
    lines.push(styled('dim', `${name.padEnd(10)} ${ms.toFixed(1).padStart(8)} ms  ${plainText(summary)}`));
  return lines;
}

function evidenceOf({ evidence, chart }: Answer): string[] {
  const main = evidence.find(({ id }) => id === chart?.evidenceId) ?? evidence[0];
  if (main === undefined) return [];
  const warnings = evidence.flatMap((one) => one.warnings).map((warning) => styled('yellow', plainText(warning)));
  return [...warnings, styled('dim', describeEvidence(main))];
}

function describeEvidence({ sourceName, evaluatedAt, result, digest }: Evidence): string {
  const count = result.totalSeries === 1 ? '1 series' : `${result.totalSeries} series`;
  return `Evidence  ${plainText(sourceName)}, ${evaluatedAt.slice(0, 19).replace('T', ' ')} UTC, ${count}, sha256 ${digest.slice(0, 12)}`;
}

function nextOf({ status, suggestions, followUps, source }: Answer): string[] {
  if (suggestions.length > 0) return ['Ask instead:', ...suggestions.map((question) => `  ${plainText(question)}`)];
  if (status === 'failed' && source !== undefined) return [styled('dim', `Source: ${plainText(source.name)}`)];
  return followUps.length === 0 ? [] : [styled('dim', `Next: ${followUps.map(plainText).join(' · ')}`)];
}
