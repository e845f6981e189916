/* Latency over time: a row a configuration, or all of them over one another where they are few. */

import {
  axis,
  beside,
  called,
  cells,
  colour,
  data,
  drawings,
  extra,
  heading,
  inUnit,
  label,
  lastWith,
  mark,
  named,
  note,
  roundName,
  rows,
  scale,
  span,
  symbol,
  time,
  title,
  unit,
  words,
} from './common.js';

const { time: told } = words.figures;
const seconds = values => values.map(value => value / 1000);

drawings.time = look => {
  const own = data.figures.time;
  return own.inRows ? inRows(look, own) : overlaid(look, own);
};

const roundNames = (look, rounds, place) =>
  rounds.map(([number, start], k) =>
    note(look, {
      x: start / 1000,
      yref: 'paper',
      ...place,
      text: k || look.small ? `${number}` : roundName(number),
      font: { size: 13 },
    }),
  );
const roundLines = (look, rounds, shift) =>
  rounds.map(([, start]) => ({
    type: 'line',
    x0: start / 1000 - shift,
    x1: start / 1000 - shift,
    yref: 'paper',
    y0: 0,
    y1: 1,
    layer: 'below',
    line: { color: look.rule, width: 1 },
  }));

/* How far from a row's median the guides and the edge of its band lie: the narrowest that holds 98 % of
   all slice means. */
const BANDS = [
  [1.05, 1.1],
  [1.1, 1.2],
  [1.25, 1.5],
  [1.5, 2],
  [2, 3],
  [3, 6],
];
const bandOf = distances => {
  const sorted = [...distances].sort((a, b) => a - b);
  const far = sorted[Math.floor(sorted.length * 0.98)];
  return BANDS.find(([, edge]) => Math.log(edge) >= far) || [5, 10];
};

const inRows = (look, { cells: all, rounds, end: last }) => {
  const traces = [];
  const notes = [];
  const shapes = [];
  const count = all.length;
  const end = last / 1000;
  const middles = all.map(one => [...one.sy].sort((a, b) => a - b)[one.sy.length >> 1]);
  const [guide, band] = bandOf(
    all.flatMap((one, k) => one.sy.map(value => Math.abs(Math.log(value / middles[k])))),
  );
  const off = ratio => Math.max(-1, Math.min(1, Math.log(ratio) / Math.log(band))) * 0.34;
  all.forEach((one, k) => {
    const cell = cells[one.cell];
    const tint = colour(cell);
    const y = count - 1 - k;
    const at = values => values.map(value => y + off(value / middles[k]));
    for (const [ratio, color] of [
      [guide, look.rule],
      [1, look.strong],
      [1 / guide, look.rule],
    ]) {
      const level = y + off(ratio);
      const line = { color, width: 1 };
      shapes.push({ type: 'line', x0: 0, x1: end, y0: level, y1: level, layer: 'below', line });
    }
    traces.push({
      x: seconds(one.x),
      y: at(one.y),
      mode: 'markers',
      marker: { size: 2.5, color: tint, opacity: 0.3, line: { width: 0 } },
      text: one.y.map(time),
      hovertemplate: `%{text}${words.comma}%{x:.1f}\u00a0s${extra(cell)}`,
    });
    traces.push({
      x: seconds(one.sx),
      y: at(one.sy),
      mode: 'markers',
      marker: mark(cell, look, look.small ? 4.5 : 6, 1.25),
      text: one.sy.map(time),
      hovertemplate: `${told.sliceMean}${words.colon}%{text}${extra(cell)}`,
    });
    notes.push(title(look, { x: 0, y: y + 0.52, text: heading(look, cell), font: { color: tint } }));
    const middle = { size: 13, color: look.ink };
    notes.push(note(look, { x: end, xshift: 8, y, text: time(middles[k]), font: middle }));
  });
  for (const ratio of [guide, 1 / guide]) {
    const text = `${label(+ratio.toPrecision(2))}×`;
    notes.push(note(look, { x: end, xshift: 8, y: count - 1 + off(ratio), text, font: { size: 12 } }));
  }
  notes.push(...roundNames(look, rounds, { y: 0, yshift: -10 }));
  shapes.push(...roundLines(look, rounds, 0));
  return {
    data: traces,
    layout: look.layout(
      { range: [-end / 200, end], tickvals: [], showgrid: false },
      rows(-0.5, count - 0.25),
      {
        height: (look.small ? 70 : 76) * count + 34,
        margin: { l: 0, r: 68, t: 8, b: 26 },
        annotations: notes,
        shapes,
      },
    ),
  };
};

const overlaid = (look, { cells: all, rounds, end }) => {
  const values = ms => ms.map(inUnit);
  const [least, most] = span(all.flatMap(one => values([...one.y, ...one.sy])));
  const log = most / least > 4;
  const line = log
    ? scale(least / 1.15, most * 1.15, log)
    : scale(Math.max(0, least - (most - least) * 0.1), most * 1.05, log, 5);
  const { at, low, high } = line;
  const requests = all.flatMap(one => {
    const cell = cells[one.cell];
    const shown = `%{y:.3~g}\u00a0${unit}`;
    return [
      {
        x: seconds(one.x),
        y: values(one.y),
        mode: 'markers',
        marker: { size: look.small ? 2.5 : 3, color: colour(cell), opacity: 0.32, line: { width: 0 } },
        hovertemplate: `${shown}${words.comma}%{x:.1f}\u00a0s${extra(cell)}`,
      },
      {
        x: seconds(one.wx),
        y: values(one.wy),
        mode: 'markers',
        marker: {
          size: look.small ? 3 : 4,
          symbol: 'circle-open',
          color: look.soft,
          opacity: 0.5,
          line: { width: 0.75 },
        },
        hovertemplate: `${told.warmup}${words.colon}${shown}${extra(cell)}`,
      },
    ];
  });
  const means = all.map(one => {
    const cell = cells[one.cell];
    const tint = colour(cell);
    return {
      x: seconds(one.sx),
      y: values(one.sy),
      mode: 'markers',
      marker: {
        size: look.small ? 5 : 7,
        symbol: symbol(cell),
        color: cell.fill ? look.paper : tint,
        line: { width: look.small ? 1 : 1.5, color: cell.fill ? tint : look.paper },
      },
      hovertemplate: `${told.sliceMean}${words.colon}%{y:.3~g}\u00a0${unit}${extra(cell)}`,
    };
  });
  const labels = all
    .filter(one => one.sy.length)
    .map(one => ({
      y: at(inUnit(one.sy[one.sy.length - 1])),
      text: called(look, cells[one.cell]),
      colour: colour(cells[one.cell]),
    }));
  const height = look.small ? 420 : 460;
  return {
    data: [...requests, ...means],
    layout: look.layout(
      { range: [-end / 1e5, end / 1000], tickvals: [], showgrid: false },
      axis(line, lastWith(unit)),
      {
        height,
        margin: { l: 58, r: beside(look, labels), t: 28, b: 8 },
        annotations: [
          ...roundNames(look, rounds, { y: 1, yshift: 12 }),
          ...named(look, labels, at(low), at(high), height - 36),
        ],
        shapes: roundLines(look, rounds, 0.1),
      },
    ),
  };
};
