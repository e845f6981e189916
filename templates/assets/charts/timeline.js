/* Each request slot as a row, each request in it as a bar. */

import {
  cells,
  colour,
  data,
  drawings,
  fill,
  firstWith,
  heading,
  inUnit,
  mix,
  rows,
  ticks,
  time,
  title,
  unit,
  words,
} from './common.js';

drawings.timeline = look => {
  const traces = [];
  const notes = [];
  const lanes = data.figures.timeline;
  const bars = lanes.flatMap(lane => lane.slots.flat());
  const end = Math.max(...bars.map(bar => bar[1]));
  const longest = Math.max(...bars.map(bar => bar[1] - bar[0]));
  const most = inUnit(Math.min(end, longest * (look.small ? 3 : 6)));
  let y = 0;
  for (const lane of lanes) {
    const cell = cells[lane.cell];
    const tint = colour(cell);
    const pale = mix(tint, look.paper, 0.5);
    notes.push(title(look, { x: 0, y: y - 0.85, text: heading(look, cell), font: { color: tint } }));
    lane.slots.forEach((slot, number) => {
      const shown = slot
        .map(([from, to], k) => ({
          from: inUnit(from),
          to: Math.min(most, inUnit(to)),
          tint: k % 2 ? pale : tint,
          text: `${fill(words.figures.timeline.slot, { n: number })}${words.colon}${time(to - from)}`,
        }))
        .filter(bar => bar.from < most);
      const row = y;
      traces.push({
        type: 'bar',
        orientation: 'h',
        y: shown.map(() => row),
        base: shown.map(bar => bar.from),
        x: shown.map(bar => bar.to - bar.from),
        width: 0.76,
        marker: { color: shown.map(bar => bar.tint), line: { color: look.paper, width: 1 } },
        text: shown.map(bar => bar.text),
        textposition: 'none',
        hovertemplate: '%{text}<extra></extra>',
      });
      y += 1;
    });
    y += 1.35;
  }
  const marks = ticks(0, most, look.small ? 3 : 5).slice(1);
  return {
    data: traces,
    layout: look.layout(
      { range: [0, most], tickvals: marks, ticktext: marks.map(firstWith(unit)) },
      rows(y - 1.7, -1.4),
      {
        barmode: 'overlay',
        bargap: 0,
        height: Math.max(180, y * (y > 16 ? 20 : 30) + 50),
        margin: { l: 0, r: 0, t: 0, b: 32 },
        annotations: notes,
      },
    ),
  };
};
