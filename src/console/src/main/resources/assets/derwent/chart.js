// Draws each figure's readings with uPlot. The table below has the same values; without scripts there is only the table.
(function () {
  'use strict';

  const COLOURS = ['#005eb8', '#330072'];
  const ALERT = '#d5281b';
  const HEIGHT = 300;
  const font = '14px Arial, sans-serif';

  const parts = new Intl.DateTimeFormat('en-GB', {
    day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'Europe/London',
  });

  function stamp(seconds) {
    const of = Object.fromEntries(parts.formatToParts(new Date(seconds * 1000)).map((part) => [part.type, part.value]));
    return { day: of.day + ' ' + of.month, time: of.hour + ':' + of.minute };
  }

  /** Days where the axis shows days, times where it shows hours; UK order and clock. */
  function ticks(self, splits, axis, space, step) {
    let last = '';
    return splits.map((seconds) => {
      const at = stamp(seconds);
      if (step >= 86400) {
        return at.day;
      }
      const label = at.day === last ? at.time : at.time + '\n' + at.day;
      last = at.day;
      return label;
    });
  }

  function draw(figure) {
    const chart = JSON.parse(figure.dataset.chart);
    const canvas = figure.querySelector('.derwent-chart__canvas');
    figure.hidden = false;
    const columns = [chart.times];
    const series = [{ label: chart.timeLabel, value: (self, x) => (x === null ? '–' : stamp(x).day + ' ' + stamp(x).time) }];
    chart.series.forEach((one, index) => {
      columns.push(one.values);
      series.push({
        label: one.label,
        stroke: COLOURS[index % COLOURS.length],
        width: 2,
        dash: index === 0 ? undefined : [8, 4],
        points: { show: true, size: 7, fill: index === 0 ? COLOURS[0] : '#fff' },
        value: (self, y) => (y === null ? '–' : y + ' ' + chart.unit),
      });
    });
    if (chart.flagged.some(Boolean)) {
      columns.push(chart.flagged.map((flagged, index) => (flagged ? chart.series[0].values[index] : null)));
      series.push({
        label: chart.flaggedLabel,
        stroke: ALERT,
        width: 3,
        paths: () => null,
        points: { show: true, size: 16, width: 3, fill: 'transparent' },
        value: (self, y) => (y === null ? '–' : y + ' ' + chart.unit),
      });
    }
    const plot = new window.uPlot({
      width: canvas.clientWidth,
      height: HEIGHT,
      series,
      scales: { x: { time: true }, y: { range: (self, min, max) => [Math.floor((min - 5) / 5) * 5, Math.ceil((max + 5) / 5) * 5] } },
      axes: [
        { font, values: ticks, space: 70, grid: { stroke: '#d8dde0', width: 1 }, ticks: { stroke: '#d8dde0' } },
        { font, label: chart.unit, labelFont: font, labelSize: 22, size: 48, grid: { stroke: '#d8dde0', width: 1 }, ticks: { stroke: '#d8dde0' } },
      ],
      cursor: { drag: { x: false, y: false } },
    }, columns, canvas);
    new ResizeObserver(() => {
      if (canvas.clientWidth !== plot.width) {
        plot.setSize({ width: canvas.clientWidth, height: HEIGHT });
      }
    }).observe(canvas);
  }

  document.querySelectorAll('[data-chart]').forEach(draw);
})();
