/* What share of the work each request slot did. */

import {
  cells,
  colour,
  data,
  drawings,
  extra,
  fill,
  fixed,
  heading,
  mix,
  note,
  rows,
  sum,
  title,
  words,
} from './common.js';

drawings.shares = look => {
  const traces = [];
  const notes = [];
  const shapes = [];
  const shown = data.figures.shares;
  const count = shown.length;
  shown.forEach((one, k) => {
    const cell = cells[one.cell];
    const y = count - 1 - k;
    const tint = colour(cell);
    const slots = one.shares.length;
    one.shares.forEach((share, slot) => {
      const base = sum(one.shares.slice(0, slot));
      const slotName = fill(words.figures.shares.slot, { n: slot });
      traces.push({
        type: 'bar',
        orientation: 'h',
        y: [y],
        base: [base],
        x: [share],
        width: 0.5,
        marker: {
          color: slot % 2 ? mix(tint, look.paper, 0.5) : tint,
          line: { color: look.paper, width: 1 },
        },
        hovertemplate: `${slotName}${words.colon}${fixed(share, 1)}${words.percent}${extra(cell)}`,
      });
      if (slots <= (look.small ? 4 : 10)) {
        const font = { size: 13, color: slot % 2 ? look.ink : look.paper };
        notes.push(note(look, { x: base + share / 2, y, xanchor: 'center', text: fixed(share, 1), font }));
      }
      if (slot) {
        const even = (slot * 100) / slots;
        const line = { color: look.ink, width: 1, dash: '2px,2px' };
        shapes.push({ type: 'line', x0: even, x1: even, y0: y - 0.28, y1: y + 0.28, line });
      }
    });
    notes.push(title(look, { x: 0, y: y + 0.46, text: heading(look, cell), font: { color: tint } }));
  });
  return {
    data: traces,
    layout: look.layout(
      {
        range: [0, 100],
        tickvals: [0, 25, 50, 75, 100],
        ticktext: ['0', '25', '50', '75', `100${words.percent}`],
      },
      rows(-0.5, count - 0.3),
      {
        barmode: 'overlay',
        height: 64 * count + 44,
        margin: { l: 6, r: 30, t: 0, b: 32 },
        annotations: notes,
        shapes,
      },
    ),
  };
};
