import type uPlot from 'uplot';

/**
 * The path of a line that lifts the pen at gaps. uPlot's own draws across them and then clips, which costs more than the
 * line itself once a hundred series have gaps (measured by bench/chart.ts).
 */
export const brokenLine: uPlot.Series.PathBuilder = (plot, seriesIndex, first, last) => {
  const stroke = new Path2D();
  const times = plot.data[0];
  const values = plot.data[seriesIndex]!;
  const { left, top, width, height } = plot.bbox;
  const [x, y] = [plot.scales.x!, plot.scales.y!];
  const [xMin, xPerUnit] = [x.min ?? 0, width / ((x.max ?? 1) - (x.min ?? 0))];
  const [yMin, yPerUnit] = [y.min ?? 0, height / ((y.max ?? 1) - (y.min ?? 0))];
  let isDown = false;
  for (let index = first; index <= last; index++) {
    const value = values[index];
    if (value == null) {
      isDown = false;
      continue;
    }
    const px = left + (times[index]! - xMin) * xPerUnit;
    const py = top + height - (value - yMin) * yPerUnit;
    if (isDown) stroke.lineTo(px, py);
    else stroke.moveTo(px, py);
    isDown = true;
  }
  return { stroke };
};
