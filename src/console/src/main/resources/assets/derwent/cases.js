// Keeps the list of cases live. The stream says that something changed; the list is fetched and morphed at most once a second,
// and never while somebody points at it or is in it: then a button says what waits. Once a minute it is fetched anyway, because
// it says how long people wait.
(function () {
  'use strict';

  const REFRESH_EVERY = 1000;
  const AFTER_FAILURE = 5000;
  const AGE_EVERY = 60000;

  const list = document.getElementById('case-list');
  const news = document.getElementById('case-news');
  const show = document.getElementById('show-news');
  if (!list || !window.htmx) {
    return;
  }

  const changed = new Set();
  let stale = false; // something may have changed that no event told of
  let pointed = false;
  let lastRefresh = 0;
  let timer = null;

  list.addEventListener('pointerenter', () => { pointed = true; });
  list.addEventListener('pointerleave', () => { pointed = false; schedule(); });
  list.addEventListener('focusout', () => setTimeout(schedule, 0));
  list.addEventListener('htmx:afterRequest', (event) => {
    if (!event.detail.successful) {
      stale = true;
      lastRefresh = Date.now() + AFTER_FAILURE;
      schedule();
    }
  });
  show.addEventListener('click', () => {
    list.addEventListener('htmx:afterSettle', () => list.querySelector('a')?.focus(), { once: true });
    refresh();
  });

  function inUse() {
    return pointed || list.contains(document.activeElement);
  }

  function schedule() {
    if (changed.size === 0 && !stale) {
      news.hidden = true;
      return;
    }
    if (inUse()) {
      show.textContent = changed.size === 0 ? show.dataset.some
        : changed.size === 1 ? show.dataset.one
          : show.dataset.many.replace('{0}', changed.size);
      news.hidden = false;
      return;
    }
    if (timer === null) {
      timer = setTimeout(() => {
        timer = null;
        if (inUse()) {
          schedule();
        } else {
          refresh();
        }
      }, Math.max(0, lastRefresh + REFRESH_EVERY - Date.now()));
    }
  }

  function refresh() {
    lastRefresh = Date.now();
    changed.clear();
    stale = false;
    news.hidden = true;
    window.htmx.trigger(list, 'derwent:refresh');
  }

  function started() {
    stale = true; // whatever changed before the stream began
    schedule();
  }

  setInterval(() => {
    if (!inUse() && !document.hidden && Date.now() - lastRefresh >= AGE_EVERY) {
      refresh();
    }
  }, AGE_EVERY / 4);
  window.derwentLive(started, (one) => { changed.add(one.id); schedule(); });
})();
