// Keeps what somebody types about a case until it is saved, so that a session that ends meanwhile takes nothing along. It stays
// in this tab, is shown again only to who typed it, and is forgotten when it was saved, at log-out (in every tab), after a shift,
// and when somebody else logs in.
(function () {
  'use strict';

  const PREFIX = 'derwent-draft:';
  const SHIFT = 13 * 3600 * 1000;

  let store;
  try {
    store = window.sessionStorage;
  } catch (error) {
    return; // the browser was told to keep nothing
  }

  const user = document.body.dataset.user;
  const isSaved = new URLSearchParams(location.search).get('done') === 'resolved';
  const logouts = window.BroadcastChannel ? new BroadcastChannel('derwent-logout') : null;

  function read(key) {
    try {
      return JSON.parse(store.getItem(key));
    } catch (error) {
      return null;
    }
  }

  function forget(which) {
    Object.keys(store)
      .filter((key) => key.startsWith(PREFIX) && which(read(key)))
      .forEach((key) => store.removeItem(key));
  }

  function keep(form) {
    const key = PREFIX + form.dataset.draft;
    const note = form.elements.note;
    const outcome = form.querySelector('[name=outcome]:checked');
    const kept = read(key);
    if (kept && !note.value && !outcome) {
      note.value = kept.note;
      form.querySelectorAll('[name=outcome]').forEach((choice) => { choice.checked = choice.value === kept.outcome; });
      document.getElementById('note-kept').hidden = !kept.note;
    }
    const write = (isSent) => {
      const chosen = form.querySelector('[name=outcome]:checked');
      store.setItem(key, JSON.stringify({
        user, at: Date.now(), isSent, note: note.value, outcome: chosen ? chosen.value : '',
      }));
    };
    form.addEventListener('input', () => write(false));
    form.addEventListener('submit', () => write(true));
  }

  forget((draft) => !draft || draft.user !== user || Date.now() - draft.at > SHIFT || (draft.isSent && isSaved));
  document.querySelectorAll('form[data-draft]').forEach(keep);

  document.querySelector('.nhsuk-header__account-form')?.addEventListener('submit', () => {
    forget(() => true);
    logouts?.postMessage('');
  });
  logouts?.addEventListener('message', () => forget(() => true));
})();
