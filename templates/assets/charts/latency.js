/* How long a request takes in each configuration. */

import { drawings, inUnit, time, unit, words } from './common.js';
import { intervalRows } from './interval_rows.js';

drawings.latency = look =>
  intervalRows(look, {
    read: cell => cell.ms.map(value => (value === null ? null : inUnit(value))),
    rounds: cell => cell.msRounds.map(inUnit),
    told: cell => cell.msText,
    show: (cell, place) => time(cell.msRounds[place]),
    unit,
    title: `${words.figures.latency.title}${words.comma}${unit}`,
  });
