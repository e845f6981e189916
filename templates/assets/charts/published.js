/* Figures that a source printed beside measured ones. */

import {
  bar,
  cells,
  colour,
  counted,
  data,
  drawings,
  escaped,
  extra,
  heading,
  hover,
  label,
  note,
  perSecond,
  rows,
  ticks,
  title,
  words,
} from './common.js';

drawings.published = look => {
  const { measured, published, sources } = words.figures.published;
  const traces = [];
  const notes = [];
  const every = data.figures.published;
  const shown = [...new Set(every.map(one => one.cell))].map(index => cells[index]);
  const count = shown.length;
  const ends = shown.filter(cell => cell.fps).map(cell => cell.fps[2] ?? cell.fps[0]);
  const most = Math.max(0, ...every.map(one => one.fps), ...ends) * 1.06;
  const over = { yshift: -16 };
  shown.forEach((cell, k) => {
    const y = count - 1 - k;
    const tint = colour(cell);
    const printed = every.filter(one => one.cell === cell.index);
    /* Numbers that would overlap lean apart. */
    const crossed = one => cell.fps && (Math.abs(one.fps - cell.fps[0]) / most) * look.width < 48;
    notes.push(title(look, { x: 0, y: y + 0.38, text: heading(look, cell), font: { color: tint } }));
    if (cell.fps) {
      const [value, low, high] = cell.fps;
      const beside = printed.find(crossed);
      if (low !== null) traces.push(bar(low, high, y, tint, 3));
      traces.push({
        x: [value],
        y: [y],
        mode: 'markers',
        marker: { size: 12, symbol: 'circle', color: tint },
        hovertemplate: `${measured}${words.colon}${hover(cell.fpsText, perSecond)}${extra(cell)}`,
      });
      const leaning = beside && (beside.fps < value ? 'left' : 'right');
      const text = cell.fpsText.split(' ')[0];
      const font = { size: 13, color: look.ink };
      notes.push(note(look, { ...over, x: value, y, xanchor: leaning || 'center', text, font }));
    }
    for (const one of printed) {
      traces.push({
        x: [one.fps],
        y: [y],
        mode: 'markers',
        marker: { size: 11, symbol: 'diamond-open', color: tint, line: { width: 2, color: tint } },
        hovertemplate: `${published}${words.colon}${label(one.fps)}\u00a0${perSecond}<br>${escaped(sources[one.source])}${extra(cell)}`,
      });
      const leaning = crossed(one) && (one.fps < cell.fps[0] ? 'right' : 'left');
      const font = { size: 13, color: look.soft };
      notes.push(
        note(look, { ...over, x: one.fps, y, xanchor: leaning || 'center', text: label(one.fps), font }),
      );
    }
  });
  const marks = ticks(0, most, look.small ? 4 : 6);
  return {
    data: traces,
    layout: look.layout(
      {
        range: [0, most * 1.05],
        tickvals: marks,
        ticktext: marks.map(label),
        title: { text: counted },
      },
      rows(-0.55, count - 0.25),
      { height: 62 * count + 60, margin: { l: 0, r: 24, t: 4, b: 48 }, annotations: notes },
    ),
  };
};
