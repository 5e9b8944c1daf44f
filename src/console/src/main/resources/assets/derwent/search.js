// A scanner that types sends GS1's separator (ASCII 29) as Ctrl+], which browsers keep out of a field: it is put in here. And
// what is scanned next replaces what was looked for before.
(function () {
  'use strict';

  const SEPARATOR = '\u001d';
  const query = document.getElementById('query');
  if (!query) {
    return;
  }

  query.addEventListener('keydown', (event) => {
    if (event.ctrlKey && event.key === ']') {
      event.preventDefault();
      query.setRangeText(SEPARATOR, query.selectionStart, query.selectionEnd, 'end');
    }
  });
  query.addEventListener('focus', () => query.select());
})();
