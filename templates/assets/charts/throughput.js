/* How much each configuration delivers. */

import { counted, drawings, perSecond, rate } from './common.js';
import { intervalRows } from './interval_rows.js';

drawings.throughput = look =>
  intervalRows(look, {
    read: cell => cell.fps,
    rounds: cell => cell.fpsRounds,
    told: cell => cell.fpsText,
    show: (cell, place) => rate(cell.fpsRounds[place]),
    unit: perSecond,
    title: counted,
  });
