// Moves through the rows of a list with the arrow keys, Home and End, while the focus is on one of them: Enter opens it, Tab goes
// on to what can be done with it. No letters, so that nothing happens while somebody types or speaks to the computer.
(function () {
  'use strict';

  const list = document.getElementById('live-list');
  if (!list || !list.dataset.rows) {
    return;
  }

  function next(rows, index, key) {
    switch (key) {
      case 'ArrowDown': return rows[index + 1];
      case 'ArrowUp': return rows[index - 1];
      case 'Home': return rows[0];
      case 'End': return rows[rows.length - 1];
      default: return undefined;
    }
  }

  list.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }
    const rows = Array.from(list.querySelectorAll(list.dataset.rows));
    const row = event.target.closest('tr');
    const index = rows.findIndex((link) => row && row.contains(link));
    const target = index < 0 ? undefined : next(rows, index, event.key);
    if (target) {
      event.preventDefault();
      target.focus();
    }
  });
})();
