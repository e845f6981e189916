/* How long until the first answer, part by part. */

import {
  cells,
  colour,
  data,
  digits,
  drawings,
  extent,
  extra,
  fill,
  fitted,
  lastWith,
  mix,
  note,
  rows,
  sum,
  ticks,
  title,
  words,
} from './common.js';

drawings.startup = look => {
  const traces = [];
  const notes = [];
  const shown = data.figures.startup;
  const { parts: names, cached } = words.figures.startup;
  const count = shown.length;
  const tints = [0.25, 0.45, 0.65, 0.9].map(share => mix(look.ink, look.paper, share));
  const most = Math.max(...shown.map(one => sum(one.parts)));
  const room = look.small ? 1.3 : 1.12;
  const small = { size: 13, color: look.ink };
  shown.forEach((one, k) => {
    const cell = cells[one.cell];
    const y = count - 1 - k;
    let base = 0;
    one.parts.forEach((value, part) => {
      traces.push({
        type: 'bar',
        orientation: 'h',
        y: [y],
        base: [base],
        x: [value],
        width: 0.46,
        marker: { color: tints[part], line: { color: look.paper, width: 1 } },
        hovertemplate: `${names[part]}${words.colon}${digits(value)}\u00a0ms${extra(cell)}`,
      });
      base += value;
    });
    const name = one.cached ? fill(cached, { name: cell.name }) : cell.name;
    const text = fitted(name, look.width - 8, 13);
    notes.push(title(look, { x: 0, y: y + 0.42, text, font: { size: 13, color: colour(cell) } }));
    /* The sentences leave the import out, so the number at the end does too, and the import has its own
       where it fits. */
    const [loaded] = one.parts;
    const loading = `${names[0]} ${digits(loaded)}\u00a0ms`;
    if (((loaded / most) * (look.width - 10)) / room > extent(loading, 13) + 12) {
      notes.push(note(look, { x: 0, xshift: 6, y, text: loading, font: small }));
    }
    notes.push(
      title(look, { x: base, xshift: 6, y, text: `+ ${digits(base - loaded)}\u00a0ms`, font: small }),
    );
  });
  /* Parts are often too narrow to be named in place: a line above tells the tints. */
  const parts = names.map((word, part) => `<span style="color:${tints[part]}">■</span> ${word}`);
  const lines = look.small
    ? [parts.slice(0, 2).join('   '), parts.slice(2).join('   ')]
    : [parts.join('     ')];
  const top = 20 * lines.length + 10;
  const above = { x: 0, yref: 'paper', y: 1, yanchor: 'bottom', yshift: 6 };
  notes.push(note(look, { ...above, text: lines.join('<br>'), font: small }));
  const marks = ticks(0, most, look.small ? 3 : 5);
  return {
    data: traces,
    layout: look.layout(
      { range: [0, most * room], tickvals: marks, ticktext: marks.map(lastWith('ms')) },
      rows(-0.5, count - 0.35),
      {
        barmode: 'overlay',
        height: 52 * count + 42 + top,
        margin: { l: 0, r: 10, t: top, b: 32 },
        annotations: notes,
      },
    ),
  };
};
