// Before the first paint: the theme and language that were chosen last time.
(function () {
  try {
    var root = document.documentElement
    var theme = localStorage.getItem('sojourn.theme')
    if (theme) root.dataset.theme = theme
    root.lang = localStorage.getItem('sojourn.language') || root.lang
  } catch (e) { /* storage is switched off: the defaults stand */ }
})()
