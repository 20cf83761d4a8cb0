import { formatMoment, formatValue } from '@locum/server/format-value';
import { styled } from './style.ts';

export interface Line {
  readonly name: string;
  readonly values: readonly (number | null)[];
}

export interface Bar {
  readonly name: string;
  readonly value: number | null;
}

export interface ChartSize {
  readonly columns: number;
  readonly unit: string;
}

const ROWS = 8;
const MOST_LINES = 6;
const MOST_BARS = 20;
const COLOURS = ['cyan', 'yellow', 'magenta', 'green', 'blue', 'red'] as const;
/** Bits of the dots of a braille character, by column and row (Unicode 8.2, block 2800). */
const DOTS = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const;

/** Curves in braille dots, two by four in a character, with the scale at the left and the times below. */
export function drawLines(times: readonly number[], lines: readonly Line[], { columns, unit }: ChartSize): string[] {
  const shown = lines.slice(0, MOST_LINES);
  const values = shown.flatMap((line) => line.values.filter((value) => value !== null));
  const [first, last] = [times[0], times.at(-1)];
  if (values.length === 0 || first === undefined || last === undefined || times.length < 2) return [];
  const scale = scaleOf(values);
  const labels = [formatValue(scale.top, unit), formatValue(scale.bottom, unit)];
  const margin = Math.max(...labels.map((label) => label.length)) + 1;
  const width = Math.max(10, columns - margin - 1);
  const rows = plot(shown, scale, width);
  const body = rows.map((row, index) => {
    const label = index === 0 ? labels[0] : index === rows.length - 1 ? labels[1] : '';
    return `${styled('dim', (label ?? '').padStart(margin - 1))} ${row}`;
  });
  const [start, end] = [formatMoment(first, last), formatMoment(last, last)];
  const axis = `${' '.repeat(margin)}${start}${end.padStart(Math.max(end.length + 1, width - start.length))}`;
  const legend =
    shown.length === 1
      ? []
      : [' '.repeat(margin) + shown.map(({ name }, index) => styled(colourOf(index), `─ ${name}`)).join('  ')];
  const rest =
    lines.length > shown.length ? [' '.repeat(margin) + styled('dim', `and ${lines.length - shown.length} more`)] : [];
  return [...body, styled('dim', axis), ...legend, ...rest];
}

/** One bar a name, longest name first in width, values at the right. */
export function drawBars(bars: readonly Bar[], { columns, unit }: ChartSize): string[] {
  const known = bars.flatMap(({ name, value }) => (value === null ? [] : [{ name, value }]));
  const shown = known.sort((one, other) => other.value - one.value).slice(0, MOST_BARS);
  if (shown.length < 2) return [];
  const most = Math.max(...shown.map(({ value }) => Math.abs(value)));
  const names = Math.min(Math.max(...shown.map(({ name }) => name.length)), Math.floor(columns / 2));
  const texts = shown.map(({ value }) => formatValue(value, unit));
  const room = Math.max(5, columns - names - Math.max(...texts.map((text) => text.length)) - 3);
  const lines = shown.map(({ name, value }, index) => {
    const bar = barOf(most === 0 ? 0 : (Math.abs(value) / most) * room);
    return `${shorten(name, names).padEnd(names)} ${styled('cyan', bar)} ${texts[index]}`;
  });
  return known.length > shown.length ? [...lines, styled('dim', `and ${known.length - shown.length} more`)] : lines;
}

interface Scale {
  readonly bottom: number;
  readonly top: number;
}

/** From zero, unless all values lie far from it. */
function scaleOf(values: readonly number[]): Scale {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const isFar = low > 0 && low > (high - low) * 2;
  const bottom = isFar ? low : Math.min(0, low);
  return { bottom, top: high === bottom ? bottom + 1 : high };
}

function plot(lines: readonly Line[], { bottom, top }: Scale, width: number): string[] {
  const dots = Array.from({ length: ROWS }, () => new Uint8Array(width));
  const owner = Array.from({ length: ROWS }, () => new Int8Array(width).fill(-1));
  for (const [index, { values }] of lines.entries()) {
    for (let column = 0; column < width * 2; column += 1) {
      const at = Math.round((column / (width * 2 - 1)) * (values.length - 1));
      const value = values[at];
      if (value === null || value === undefined) continue;
      const level = Math.round(((value - bottom) / (top - bottom)) * (ROWS * 4 - 1));
      const row = ROWS * 4 - 1 - Math.min(ROWS * 4 - 1, Math.max(0, level));
      const [cell, owners] = [dots[row >> 2], owner[row >> 2]];
      if (cell === undefined || owners === undefined) continue;
      cell[column >> 1] = (cell[column >> 1] ?? 0) | (DOTS[(column & 1) as 0 | 1][row & 3] ?? 0);
      owners[column >> 1] = index;
    }
  }
  return dots.map((row, at) => [...row].map((bits, column) => paint(bits, owner[at]?.[column] ?? -1)).join(''));
}

function paint(bits: number, index: number): string {
  return bits === 0 ? ' ' : styled(colourOf(index), String.fromCodePoint(0x2800 + bits));
}

function colourOf(index: number): (typeof COLOURS)[number] {
  return COLOURS[index % COLOURS.length] ?? 'cyan';
}

/** Eighths of a character, so that near values differ. */
function barOf(length: number): string {
  const eighths = Math.round(length * 8);
  const rest = eighths % 8;
  return '█'.repeat(Math.floor(eighths / 8)) + (rest === 0 ? '' : String.fromCodePoint(0x2590 - rest));
}

function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, Math.max(0, length - 1))}…`;
}
