// Keeps a list live. The stream says that something changed; the list is fetched and morphed at most once a second, and never
// while somebody points at it or is in it: then a button says what waits. Once a minute it is fetched anyway, because it says how
// long ago things were.
//
// What a row shows has its data-key (event and id). Where the row says so with a data-mark, only a change of the mark is news;
// the rest, a thing that was read once more where it is, is fetched without a word. What has no row is news if the list shows all
// of its kind (data-news-of).
(function () {
  'use strict';

  const REFRESH_EVERY = 1000;
  const AFTER_FAILURE = 5000;
  const AGE_EVERY = 60000;

  const list = document.getElementById('live-list');
  const news = document.getElementById('live-news');
  const show = document.getElementById('show-news');
  if (!list || !window.htmx) {
    return;
  }

  const changed = new Set();
  let stale = false; // something may have changed that no event told of
  let aged = false; // something was read again, and is where it was
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

  /** The mark of a row that would show this. */
  function mark(kind, one) {
    switch (kind) {
      case 'asset': return one.state + '|' + (one.whereabouts ? one.whereabouts.place : '');
      case 'reader': return String(one.silent);
      default: return '';
    }
  }

  function take(one, kind) {
    const key = kind + ':' + (one.id || one.device || one.epc);
    const row = list.querySelector('[data-key="' + CSS.escape(key) + '"]');
    const isNews = row && 'mark' in row.dataset ? row.dataset.mark !== mark(kind, one) : list.dataset.newsOf === kind;
    if (isNews) {
      changed.add(key);
    } else if (kind === 'reader') {
      // what a silent reader saw is doubted, what it sees again is not
      list.querySelectorAll('[data-reader="' + CSS.escape(one.device) + '"]').forEach((thing) => {
        if (thing.dataset.mark.startsWith('reader_silent') !== one.silent) {
          changed.add(thing.dataset.key);
        }
      });
    }
    aged = true;
    schedule();
  }

  function schedule() {
    if (changed.size === 0 && !stale && !aged) {
      news.hidden = true;
      return;
    }
    if (inUse()) {
      if (changed.size === 0 && !stale) {
        return;
      }
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
    aged = false;
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
  window.derwentLive(started, take);
})();
