/**
 * Lines over time: a picture for a file, and a line for a terminal.
 *
 * @module
 */

/** One line. */
export interface Series {
  readonly name: string;
  readonly values: readonly number[];
}

const BLOCKS = "▁▂▃▄▅▆▇█";
const COLOURS = ["#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b", "#17becf"];
const [WIDTH, HEIGHT, LEFT, TOP] = [760, 260, 60, 34];

/** One character per value. */
export function sparkline(values: readonly number[]): string {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return values
    .map((value) => BLOCKS[Math.min(7, Math.floor(((value - low) / (high - low || 1)) * 8))])
    .join("");
}

/** An SVG with one panel below the other. */
export function plot(panels: readonly { title: string; series: readonly Series[] }[]): string {
  const drawn = panels.map(({ title, series }, i) => panel(title, series, i * (HEIGHT + 60)));
  const height = panels.length * (HEIGHT + 60);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH + 180}" height="${height}" font-family="sans-serif" font-size="12">
<rect width="100%" height="100%" fill="white"/>
${drawn.join("\n")}
</svg>
`;
}

function panel(title: string, series: readonly Series[], top: number): string {
  const most = Math.max(1, ...series.flatMap(({ values }) => values)) * 1.05;
  const x = (i: number, of: number): number => LEFT + (i / Math.max(1, of - 1)) * (WIDTH - LEFT);
  const y = (value: number): number => top + TOP + HEIGHT - TOP - (value / most) * (HEIGHT - TOP);
  const lines = series.map(({ name, values }, i) => {
    const colour = COLOURS[i % COLOURS.length]!;
    const points = values.map(
      (value, at) => `${x(at, values.length).toFixed(1)},${y(value).toFixed(1)}`,
    );
    return `<polyline fill="none" stroke="${colour}" stroke-width="1.5" points="${points.join(" ")}"/>
<text x="${WIDTH + 10}" y="${top + TOP + 16 * i}" fill="${colour}">${name}</text>`;
  });
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((part) => {
    const at = y(most * part).toFixed(1);
    return `<line x1="${LEFT}" x2="${WIDTH}" y1="${at}" y2="${at}" stroke="#ddd"/>
<text x="${LEFT - 6}" y="${at}" text-anchor="end" dominant-baseline="middle">${(most * part).toFixed(0)}</text>`;
  });
  return `<text x="${LEFT}" y="${top + 20}" font-weight="bold">${title}</text>
${ticks.join("\n")}
${lines.join("\n")}`;
}
