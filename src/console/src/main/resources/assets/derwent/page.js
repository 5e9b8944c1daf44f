// The NHS components of a page: skip link, error summary, notices, password input, buttons.
const source = document.getElementById('derwent-page').dataset.nhsuk;

import(source).then((nhsuk) => nhsuk.initAll());
