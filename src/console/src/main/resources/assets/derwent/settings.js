// Turns notifications of this browser on and off. Asks the browser for leave only when somebody presses the button.
(function () {
  'use strict';

  const place = document.getElementById('this-browser');
  if (!place) {
    return;
  }
  const state = document.getElementById('browser-state');
  const on = document.getElementById('browser-on');
  const off = document.getElementById('browser-off');
  place.hidden = false;

  function show(what) {
    state.textContent = state.dataset[what];
    on.hidden = what === 'on' || what === 'missing' || what === 'denied';
    off.hidden = what !== 'on';
  }

  function bytes(base64url) {
    const text = atob(base64url.replace(/-/g, '+').replace(/_/g, '/'));
    return Uint8Array.from(text, character => character.charCodeAt(0));
  }

  async function send(path, fields) {
    const answer = await fetch(path, {
      method: 'POST',
      headers: { 'X-CSRF-Token': place.dataset.csrf },
      body: new URLSearchParams(fields)
    });
    if (!answer.ok) {
      throw new Error(path + ' answers ' + answer.status);
    }
  }

  async function subscription() {
    const registration = await navigator.serviceWorker.getRegistration('/');
    return registration ? registration.pushManager.getSubscription() : null;
  }

  async function turnOn() {
    if (await Notification.requestPermission() !== 'granted') {
      return show('denied');
    }
    await navigator.serviceWorker.register(place.dataset.worker, { scope: '/' });
    const registration = await navigator.serviceWorker.ready;
    const made = (await registration.pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: bytes(place.dataset.key)
    })).toJSON();
    await send('/settings/browser', { endpoint: made.endpoint, p256dh: made.keys.p256dh, auth: made.keys.auth });
    show('on');
  }

  async function turnOff() {
    const current = await subscription();
    if (current) {
      await send('/settings/browser/off', { endpoint: current.endpoint });
      await current.unsubscribe();
    }
    show('off');
  }

  function pressed(act) {
    return () => act().catch(error => {
      console.warn(error);
      show('failed');
    });
  }

  if (!('serviceWorker' in navigator) || !('PushManager' in window) || !('Notification' in window)) {
    show('missing');
    return;
  }
  on.addEventListener('click', pressed(turnOn));
  off.addEventListener('click', pressed(turnOff));
  if (Notification.permission === 'denied') {
    show('denied');
  } else {
    subscription().then(current => show(current ? 'on' : 'off'), () => show('off'));
  }
})();
