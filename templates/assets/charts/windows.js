/* Throughput of every hundred requests, in the order of time. */

import {
  above,
  beside,
  called,
  cells,
  colour,
  counted,
  dash,
  data,
  drawings,
  extra,
  fill,
  label,
  mark,
  named,
  rate,
  roundName,
  span,
  ticks,
  time,
  words,
} from './common.js';

drawings.windows = look => {
  const shown = data.figures.windows.filter(one => one.fps.length > 1);
  const [least, most] = span(shown.flatMap(one => one.fps));
  const pad = (most - least) * 0.1 || most * 0.1;
  const low = Math.max(0, least - pad);
  const high = most + pad;
  const length = Math.max(...shown.map(one => one.fps.length));
  const told = (one, k) => {
    const name = fill(words.figures.windows.window, { n: k + 1 });
    const numbers = [rate(one.fps[k]), time(one.ms[k])].join(words.comma);
    return `${name}${words.comma}${roundName(one.round[k])}${words.colon}${numbers}`;
  };
  const traces = shown.map(one => {
    const cell = cells[one.cell];
    return {
      x: one.fps.map((_, k) => ((k + 0.5) / one.fps.length) * length),
      y: one.fps,
      mode: length > 40 ? 'lines' : 'lines+markers',
      line: { color: colour(cell), width: 1.75, dash: dash(cell) },
      marker: mark(cell, look, 6, 1.5),
      text: one.fps.map((_, k) => told(one, k)),
      hovertemplate: `%{text}${extra(cell)}`,
    };
  });
  const labels = shown.map(one => ({
    y: one.fps[one.fps.length - 1],
    text: called(look, cells[one.cell]),
    colour: colour(cells[one.cell]),
  }));
  const height = look.small ? 340 : 380;
  const marks = ticks(low, high, 5);
  return {
    data: traces,
    layout: look.layout(
      { range: [0, length], tickvals: [], showgrid: false },
      { range: [low, high], tickvals: marks, ticktext: marks.map(label) },
      {
        height,
        margin: { l: 40, r: beside(look, labels), t: 28, b: 12 },
        annotations: [...named(look, labels, low, high, height - 40), above(look, counted, 40)],
      },
    ),
  };
};
