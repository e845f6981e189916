/* The share of requests that took at most so long, a curve a configuration. */

import {
  above,
  axis,
  cells,
  colour,
  cut,
  dash,
  data,
  drawings,
  extra,
  fill,
  firstWith,
  inUnit,
  mark,
  note,
  scale,
  span,
  time,
  unit,
  words,
  wordy,
} from './common.js';

const MOST_LABELS = 6; /* more of them only cover the curves */
const MARKED = [50, 90]; /* percentiles whose marks tell equal lines apart */
const SPOTS = [50, 70, 30, 85, 15, 60, 40, 92]; /* percentiles beside which a label may stand */

drawings.ecdf = look => {
  const { grid, curves } = data.figures.ecdf;
  const told = words.figures.ecdf;
  const line = axisOf(look, grid, curves);
  const height = look.small ? 360 : 420;
  const keyed = curves.length > MOST_LABELS;
  const shown = curves.map(({ cell, values }) => ({ cell: cells[cell], values, x: values.map(inUnit) }));
  const traces = shown.flatMap(({ cell, values, x }) => {
    const share = place => `${grid[place]}${words.percent}`;
    const marked = MARKED.map(percent => grid.indexOf(percent)).filter(place => place >= 0);
    return [
      {
        x,
        y: grid,
        mode: 'lines',
        line: { color: colour(cell), width: 2.25, dash: dash(cell) },
        text: values.map((value, place) => fill(told.atMost, { share: share(place), time: time(value) })),
        hovertemplate: `%{text}${extra(cell)}`,
      },
      {
        x: marked.map(place => x[place]),
        y: marked.map(place => grid[place]),
        mode: 'markers',
        marker: mark(cell, look, 8, 2),
        hoverinfo: 'skip',
      },
    ];
  });
  const labels = look.narrow || keyed ? [] : placed(look, grid, shown, line, height);
  return {
    data: traces,
    layout: look.layout(
      axis(line, firstWith(unit), told.latency),
      {
        range: [-2, 103],
        tickvals: [0, 25, 50, 75, 100],
        ticktext: ['0', '25', '50', '75', `100${words.percent}`],
      },
      {
        height,
        margin: { l: 48, r: 8, t: 28, b: 52 },
        annotations: [...labels, above(look, told.share, 48)],
      },
    ),
    keyed,
  };
};

/* From the fastest requests to a little beyond 99 % of them, in the unit of the page. */
const axisOf = (look, grid, curves) => {
  const place = grid.indexOf(99);
  const [first, usual] = span(curves.flatMap(({ values }) => [values[1], values[place]]));
  const last = Math.max(...curves.map(({ values }) => values[values.length - 1]));
  const left = inUnit(first) / 1.12;
  const right = inUnit(Math.min(last, usual * 1.6)) * 1.06;
  return scale(left, right, right / left > 4, look.small ? 4 : 7);
};

/* A label stands beside its own curve, where it meets neither another curve nor another label. */
const placed = (look, grid, shown, line, height) => {
  const wide = look.width - 56;
  const px = value => line.place(value, wide);
  const py = percent => (percent / 105) * (height - 80);
  const curves = shown.map(({ cell, x }) => ({
    cell,
    points: x.map((value, place) => [px(value), py(grid[place])]),
  }));
  const taken = [];
  const apart = (box, other) =>
    box[1] < other[0] || box[0] > other[1] || box[3] < other[2] || box[2] > other[3];
  const clear = box => box[0] > 0 && box[1] < wide && taken.every(other => apart(box, other));
  const touches = (box, points) =>
    points.some(([x, y], k) => {
      const [x2, y2] = points[Math.min(k + 1, points.length - 1)];
      return !apart(box, [Math.min(x, x2), Math.max(x, x2), Math.min(y, y2), Math.max(y, y2)]);
    });
  const free = (box, own) =>
    clear(box) && curves.every(({ cell, points }) => cell === own || !touches(box, points));
  return shown.map(({ cell, x }) => {
    const lines = linesOf(cut(wordy ? cell.short : cell.name, 60));
    const long = Math.max(...lines.map(each => each.length)) * 6.3;
    const tall = lines.length * 9;
    const spots = SPOTS.flatMap(percent =>
      [1, -1].map(side => {
        const place = grid.findIndex(value => value >= percent);
        const at = px(x[place]) + side * 9;
        const [from, to] = side > 0 ? [at, at + long] : [at - long, at];
        return { percent, side, place, box: [from, to, py(percent) - tall, py(percent) + tall] };
      }),
    );
    const spot = spots.find(one => free(one.box, cell)) || spots.find(one => clear(one.box)) || spots[0];
    taken.push(spot.box);
    const anchor = spot.side > 0 ? 'left' : 'right';
    return note(look, {
      x: line.at(x[spot.place]),
      xshift: spot.side * 9,
      y: spot.percent,
      xanchor: anchor,
      align: anchor,
      text: lines.join('<br>'),
      font: { size: 13, color: colour(cell) },
    });
  });
};

/* The parts of a name in two lines, the first part alone. */
const linesOf = name => {
  const [first, ...rest] = name.split(', ');
  return rest.length ? [`${first},`, rest.join(', ')] : [first];
};
