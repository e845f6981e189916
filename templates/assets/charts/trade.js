/* Throughput against latency, with a line through what no other configuration beats. */

import {
  above,
  axis,
  cells,
  colour,
  counted,
  data,
  drawings,
  extent,
  extra,
  firstWith,
  inUnit,
  label,
  mark,
  measured,
  note,
  perSecond,
  scale,
  span,
  ticks,
  unit,
  words,
  wordy,
} from './common.js';

const MANY = 12; /* configurations from which on only some have room for a name */

drawings.trade = look => {
  const crowd = measured.length > MANY;
  const front = data.figures.trade.map(index => cells[index]);
  const line = axisOf(look);
  const [least, most] = span(measured.flatMap(cell => cell.fps));
  const lift = (most - least) * 0.16 || most * 0.2;
  const low = Math.max(0, least - lift);
  const high = most + lift;
  const height = look.small ? 460 : 430;
  const box = { wide: look.width - 48, tall: height - 80 };
  const across = ms => line.place(inUnit(ms), box.wide);
  const up = fps => ((fps - low) / (high - low)) * box.tall;
  const bars = measured.map(cell => ({
    cell,
    x: across(cell.ms[0]),
    y: up(cell.fps[0]),
    left: across(cell.ms[1] ?? cell.ms[0]),
    right: across(cell.ms[2] ?? cell.ms[0]),
    top: up(cell.fps[2] ?? cell.fps[0]),
    bottom: up(cell.fps[1] ?? cell.fps[0]),
  }));
  const { notes, shapes } = named(look, bars, front, box, crowd);
  const joined = {
    x: front.map(cell => inUnit(cell.ms[0])),
    y: front.map(cell => cell.fps[0]),
    mode: 'lines',
    line: { color: look.soft, width: 1.25, dash: '2px,3px' },
    hoverinfo: 'skip',
  };
  const marks = ticks(low, high, 5);
  return {
    data: [...(front.length > 1 ? [joined] : []), ...measured.map(cell => point(look, cell, crowd))],
    layout: look.layout(
      axis(line, firstWith(unit), words.figures.trade.latency),
      { range: [low, high], tickvals: marks, ticktext: marks.map(label) },
      {
        height,
        margin: { l: 40, r: 8, t: 28, b: 52 },
        annotations: [...notes, above(look, counted, 40)],
        shapes,
      },
    ),
  };
};

const axisOf = look => {
  const known = measured.flatMap(cell => cell.ms.map(value => (value === null ? Number.NaN : inUnit(value))));
  const [left, right] = span(known);
  if (right / left > 3) return scale(left / 1.35, right * (look.small ? 1.5 : 1.6), true);
  const pad = (right - left) * 0.15 || right * 0.2;
  return scale(left - pad, right + pad, false, look.small ? 3 : 6);
};

/* A configuration with its two intervals. */
const point = (look, cell, crowd) => {
  const error = ([value, low, high]) =>
    low === null
      ? undefined
      : {
          type: 'data',
          symmetric: false,
          array: [high - value],
          arrayminus: [value - low],
          color: colour(cell),
          thickness: crowd ? 1 : 1.5,
          width: 0,
        };
  return {
    x: [inUnit(cell.ms[0])],
    y: [cell.fps[0]],
    mode: 'markers',
    error_x: error(cell.ms.map(value => (value === null ? null : inUnit(value)))),
    error_y: error(cell.fps),
    marker: mark(cell, look, crowd ? 8 : 12),
    hovertemplate: `${cell.fpsText}\u00a0${perSecond}<br>${cell.msText}\u00a0${unit}${extra(cell)}`,
  };
};

/* Names stand where they cover least: each tries many spots around its mark, and what a spot covers costs.
   A name that stands far off has a line to its mark. */
const named = (look, bars, front, box, crowd) => {
  const marked = bars.flatMap(({ x, y, left, right, top, bottom }) => [
    [x - 7, x + 7, y - 7, y + 7],
    [x - 2, x + 2, bottom, top],
    [left, right, y - 2, y + 2],
  ]);
  const taken = [];
  const notes = [];
  const shapes = [];
  const size = look.small ? 12 : 14;
  for (const bar of bars.filter(({ cell }) => !crowd || front.includes(cell))) {
    const { cell } = bar;
    const text = look.narrow || wordy ? cell.short : cell.name;
    const costs = spots(bar, extent(text, size) + 4, crowd).map(spot => ({
      ...spot,
      cost: cost(spot, taken, marked, box),
    }));
    const spot = costs.reduce((best, one) => (one.cost < best.cost ? one : best));
    if (crowd && spot.cost >= 8) continue;
    taken.push(spot.box);
    if (spot.lead) {
      taken.push(spot.lead);
      shapes.push(leader(bar, spot, box));
    }
    const at = { x: spot.from / box.wide, y: spot.middle / box.tall };
    notes.push(
      note(look, { xref: 'paper', yref: 'paper', ...at, text, font: { size, color: colour(cell) } }),
    );
  }
  return { notes, shapes };
};

/* Where a name of this length may stand: its left end, its middle, its box, and that of its line. */
const spots = ({ x, y, top, bottom }, long, crowd) => {
  const centred = x - long / 2;
  const far = crowd ? [] : [46, 62, 78, 94];
  return [
    [centred, top + 14],
    [x + 12, y],
    [x - 12 - long, y],
    [centred, bottom - 14],
    [x + 8, top + 14],
    [x - 8 - long, bottom - 14],
    [x + 8, bottom - 14],
    [x - 8 - long, top + 14],
    [centred, top + 30],
    [centred, bottom - 30],
    ...far.flatMap(off => [
      [centred, top + off],
      [centred, bottom - off],
      [x - long, top + off],
      [x, top + off],
      [x - long, bottom - off],
      [x, bottom - off],
    ]),
  ].map(([from, middle], order) => ({
    from,
    middle,
    order,
    long,
    box: [from, from + long, middle - 8, middle + 8],
    lead: Math.abs(middle - y) > 30 &&
      Math.max(middle - top, bottom - middle) > 22 && [
        x - 2,
        x + 2,
        Math.min(middle + 9, top),
        Math.max(middle - 9, bottom),
      ],
  }));
};

const hits = (box, list) =>
  list.filter(other => box[0] < other[1] && box[1] > other[0] && box[2] < other[3] && box[3] > other[2])
    .length;

/* Names and their lines weigh most, marks less, and what leaves the box counts as forbidden. */
const cost = ({ box: own, lead, middle, order }, taken, marked, { wide, tall }) =>
  (lead ? 3 + 6 * hits(lead, taken) : 0) +
  10 * hits(own, taken) +
  4 * hits(own, marked) +
  (own[0] < 0 || own[1] > wide ? 100 : 0) +
  (middle < 4 || middle > tall - 4 ? 100 : 0) +
  order / 10;

const leader = ({ cell, x, y, top, bottom }, { from, middle, long }, { wide, tall }) => ({
  type: 'line',
  xref: 'paper',
  yref: 'paper',
  x0: x / wide,
  x1: Math.min(Math.max(x, from), from + long) / wide,
  y0: (middle > y ? top + 3 : bottom - 3) / tall,
  y1: (middle + (middle > y ? -9 : 9)) / tall,
  line: { color: colour(cell), width: 1, dash: '2px,2px' },
});
