/* Estimates with their intervals, as throughput and latency are drawn: a row a configuration,
   or a row for each setting of the other factors where the configurations are many. */

import {
  axis,
  bar,
  colour,
  cut,
  escaped,
  extent,
  extra,
  finite,
  heading,
  hover,
  label,
  mark,
  measured,
  note,
  roundName,
  rows,
  scale,
  span,
  title,
  words,
} from './common.js';

/* `what` tells of a configuration its three numbers (`read`), its rounds and their texts (`rounds`, `show`),
   and the estimate in words (`told`); `unit` and `title` are the axis's. */
export const intervalRows = (look, what) => (words.crowd ? crowded : single)(look, what);

const single = (look, { read, rounds, told, show, unit, title: named }) => {
  const traces = [];
  const notes = [];
  const count = measured.length;
  const [least, most] = span(measured.flatMap(cell => [...finite(read(cell)), ...rounds(cell)]));
  const log = most / Math.max(least, 1e-9) > 6;
  const pad = (most - least) * 0.08 || most * 0.1;
  const line = log
    ? scale(least / 1.25, most * 1.25, log)
    : scale(Math.max(0, least - pad), most + pad, log, look.small ? 4 : 6);
  const { at, low, high } = line;
  measured.forEach((cell, k) => {
    const y = count - 1 - k;
    const tint = colour(cell);
    const three = read(cell);
    traces.push({
      x: rounds(cell),
      y: rounds(cell).map(() => y),
      mode: 'markers',
      marker: {
        symbol: 'line-ns-open',
        size: 13,
        color: tint,
        opacity: 0.6,
        line: { width: 1.5, color: tint },
      },
      text: cell.rounds.map((number, place) => `${show(cell, place)}, ${roundName(number)}`),
      hovertemplate: `%{text}${extra(cell)}`,
    });
    if (three[1] !== null) traces.push(bar(three[1], three[2], y, tint, 3));
    traces.push({
      x: [three[0]],
      y: [y],
      mode: 'markers',
      marker: mark(cell, look, 12),
      hovertemplate: hover(told(cell), unit) + extra(cell),
    });
    notes.push(title(look, { x: at(low), y: y + 0.38, text: heading(look, cell), font: { color: tint } }));
    const farthest = Math.max(three[2] ?? three[0], ...rounds(cell));
    notes.push(
      look.small
        ? note(look, {
            xref: 'paper',
            x: 1,
            xshift: 10,
            y,
            text: told(cell).split(' ')[0],
            font: { color: look.ink },
          })
        : title(look, { x: at(farthest), xshift: 12, y, text: told(cell), font: { color: look.ink } }),
    );
  });
  /* No room for a number nearer to the edge. */
  const edge = at(low) + ((at(high) - at(low)) * 14) / look.width;
  const marks = line.marks.filter(value => at(value) > edge);
  return {
    data: traces,
    layout: look.layout(axis({ ...line, marks }, label, named), rows(-0.55, count - 0.25), {
      height: 62 * count + 60,
      margin: { l: 0, r: look.small ? 54 : 120, t: 4, b: 48 },
      annotations: notes,
    }),
  };
};

const crowded = (look, { read, told, unit, title: named }) => {
  const { rows: names, row, level } = words.crowd;
  const traces = [];
  const count = names.length;
  const lanes = Math.max(...level) + 1;
  const [least, most] = span(measured.flatMap(read));
  const log = most / Math.max(least, 1e-9) > 6;
  const pad = (most - least) * 0.06;
  const line = log
    ? scale(least / 1.15, most * 1.15, log)
    : scale(Math.max(0, least - pad), most + pad, log, look.small ? 4 : 6);
  /* On a phone the name of a row has a line of its own above the row's marks. */
  const tall = Math.max(30, lanes * 5 + 12) + (look.small ? 16 : 0);
  const drop = look.small ? 8 / tall : 0;
  const part = look.small ? 1 - 24 / tall : 0.6;
  for (const cell of measured) {
    const lane = part * (0.5 - (level[cell.index] + 0.5) / lanes);
    const y = count - 1 - row[cell.index] - drop + lane;
    const tint = colour(cell);
    const three = read(cell);
    if (three[1] !== null) traces.push(bar(three[1], three[2], y, tint, 1.5));
    traces.push({
      x: [three[0]],
      y: [y],
      mode: 'markers',
      marker: mark(cell, look, 7, 1.5),
      hovertemplate: hover(told(cell), unit) + extra(cell),
    });
  }
  const notes = names.map((text, k) =>
    note(look, {
      xref: 'paper',
      x: 0,
      xanchor: look.small ? 'left' : 'right',
      xshift: look.small ? 0 : -12,
      y: count - 1 - k + (look.small ? 0.5 - 9 / tall : 0),
      text: escaped(cut(text, 34)),
      font: { size: 13, color: look.ink },
    }),
  );
  const left = look.small ? 0 : Math.min(240, 20 + Math.max(...names.map(text => extent(cut(text, 34)))));
  return {
    data: traces,
    layout: look.layout(axis(line, label, named), rows(-0.6, count - 0.4), {
      height: count * tall + 60,
      margin: { l: left, r: 8, t: 4, b: 48 },
      annotations: notes,
      shapes: names.map((_, k) => ({
        type: 'line',
        xref: 'paper',
        x0: 0,
        x1: 1,
        y0: count - k - 0.5,
        y1: count - k - 0.5,
        layer: 'below',
        line: { color: look.rule, width: 1 },
      })),
    }),
  };
};
