// Runs before the page is drawn: components that need scripts show themselves only where scripts run.
document.body.className += ' js-enabled nhsuk-frontend-supported';
