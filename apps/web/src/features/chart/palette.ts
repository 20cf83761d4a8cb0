/** The colours of a chart in the theme of the moment, for the canvas, which knows no CSS variables. */
export interface Palette {
  series: string[];
  rest: string;
  grid: string;
  text: string;
  surface: string;
  red: string;
  accent: string;
}

export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return {
    series: Array.from({ length: 8 }, (_, index) => read(`--series-${index + 1}`)),
    rest: read('--series-rest'),
    grid: read('--grid'),
    text: read('--faint'),
    surface: read('--surface'),
    red: read('--red'),
    accent: read('--accent'),
  };
}

export function seriesColour(index: number): string {
  return `var(--series-${index + 1})`;
}
