// Says on the page of a case that the case has changed since the page was made, or may have while the line was lost. What
// somebody is reading, or writing, stays as it is until they ask.
(function () {
  'use strict';

  const news = document.getElementById('case-changed');
  if (!news || !window.derwentLive) {
    return;
  }

  window.derwentLive(
    () => {
      news.hidden = false;
    },
    (one) => {
      if (one.id === news.dataset.case && Date.parse(one.updatedAt) > Number(news.dataset.updated)) {
        news.hidden = false;
      }
    });
})();
