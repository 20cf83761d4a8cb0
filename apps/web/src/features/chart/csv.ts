import type { ChartData } from './chart-data.ts';

/** Saves every point of the chart: one row a time, one column a series, times in UTC. */
export function downloadCsv(chart: ChartData): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([csvOf(chart)], { type: 'text/csv' }));
  link.download = `${chart.title.replaceAll(/[^\p{L}\p{N}]+/gu, '-').slice(0, 60) || 'chart'}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

export function csvOf(chart: Pick<ChartData, 'times' | 'all'>): string {
  const header = ['time', ...chart.all.map((series) => cell(series.name))].join(',');
  const rows = chart.times.map((time, index) =>
    [new Date(time * 1000).toISOString(), ...chart.all.map((series) => series.values[index] ?? '')].join(','),
  );
  return `${[header, ...rows].join('\r\n')}\r\n`;
}

/** Names come from telemetry. A leading =, +, - or @ would be a formula to a spreadsheet, so it is quoted as text. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
