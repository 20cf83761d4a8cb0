export interface ExposedFamily {
  help: string;
  type: string;
  /** Sample name with its label names, sorted: `name{a,b}`. */
  shapes: Set<string>;
}

/** Reads the Prometheus or OpenMetrics text format far enough to compare two expositions. */
export function readExposition(text: string): Map<string, ExposedFamily> {
  const families = new Map<string, ExposedFamily>();
  let current: ExposedFamily = { help: '', type: '', shapes: new Set() };
  for (const line of text.split('\n')) {
    const [, word, name = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line) ?? [];
    if (word === 'HELP') {
      current = { help: rest, type: '', shapes: new Set() };
      families.set(name, current);
    } else if (word === 'TYPE') {
      current.type = rest;
    } else if (line !== '' && !line.startsWith('#')) {
      current.shapes.add(shapeOf(line));
    }
  }
  return families;
}

function shapeOf(line: string): string {
  const [, name = '', labels = ''] = /^([a-zA-Z_:]\w*)(?:\{(.*)\})? /.exec(line) ?? [];
  const names = [...labels.matchAll(/([a-zA-Z_]\w*)="(?:[^"\\]|\\.)*"/g)].map(([, label]) => label);
  return `${name}{${names.sort().join(',')}}`;
}
