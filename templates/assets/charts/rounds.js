/* Throughput round by round. */

import {
  above,
  beside,
  called,
  chosen,
  colour,
  counted,
  dash,
  drawings,
  extra,
  label,
  mark,
  named,
  rate,
  roundName,
  span,
  ticks,
} from './common.js';

drawings.rounds = look => {
  const shown = chosen.filter(cell => cell.fps);
  const [least, most] = span(shown.flatMap(cell => cell.fpsRounds));
  const pad = (most - least) * 0.1 || most * 0.1;
  const low = Math.max(0, least - pad);
  const high = most + pad;
  const numbers = [...new Set(shown.flatMap(cell => cell.rounds))].sort((a, b) => a - b);
  const traces = shown.map(cell => ({
    x: cell.rounds,
    y: cell.fpsRounds,
    mode: 'lines+markers',
    cliponaxis: false,
    line: { color: colour(cell), width: 2, dash: dash(cell) },
    marker: mark(cell, look, 8, 2),
    text: cell.rounds.map((number, k) => `${rate(cell.fpsRounds[k])}, ${roundName(number)}`),
    hovertemplate: `%{text}${extra(cell)}`,
  }));
  const labels = shown.map(cell => ({
    y: cell.fpsRounds[cell.fpsRounds.length - 1],
    text: called(look, cell),
    colour: colour(cell),
  }));
  const height = look.small ? 360 : 400;
  const marks = ticks(low, high, 5);
  return {
    data: traces,
    layout: look.layout(
      {
        range: [numbers[0] - 0.15, numbers[numbers.length - 1] + 0.05],
        tickvals: numbers,
        ticktext: numbers.map((number, k) => (k ? `${number}` : roundName(number))),
        showgrid: false,
      },
      { range: [low, high], tickvals: marks, ticktext: marks.map(label) },
      {
        height,
        margin: { l: 40, r: beside(look, labels), t: 28, b: 34 },
        annotations: [...named(look, labels, low, high, height - 62), above(look, counted, 40)],
      },
    ),
  };
};
