#include "surveys/page_assets.h"

#include "surveys/link_token.h"

namespace sojourn {
namespace {

constexpr std::string_view kStyle = R"css(
:root{color-scheme:light dark;--ground:#f6f7f9;--card:#fff;--ink:#15191f;--muted:#58616d;--accent:#1f5fa8;--on:#fff;
--warn:#a33a00;--focus:#0b57d0;--rule:#dde1e7}
@media(prefers-color-scheme:dark){:root{--ground:#111418;--card:#1a1f26;--ink:#e8ebef;--muted:#9aa5b3;--accent:#6ab0ff;
--on:#111418;--warn:#ffb787;--focus:#a8c7fa;--rule:#2c343e}}
*{box-sizing:border-box}
html{font:100%/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;background:var(--ground);color:var(--ink)}
:lang(zh){font-family:system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
body{margin:0;padding:24px 16px 32px;display:flex;flex-direction:column;align-items:center;min-height:100vh}
main{width:100%;max-width:640px;background:var(--card);border:1px solid var(--rule);border-radius:10px;padding:32px}
h1{font-size:1.375rem;line-height:1.3;margin:0 0 8px;overflow-wrap:anywhere}
h2{font-size:1rem;margin:0 0 4px}
p{margin:0 0 16px}
fieldset,.text{border:0;margin:0;padding:0;margin-block-start:28px;min-width:0}
legend,.text>label{display:block;padding:0;margin:0 0 12px;font-weight:600;overflow-wrap:anywhere}
.optional{font-weight:400;color:var(--muted)}
.scale{display:grid;gap:6px;grid-template-columns:repeat(var(--n),minmax(0,1fr))}
.n2{--n:2}.n3{--n:3}.n4{--n:4}.n5{--n:5}.n6{--n:6}.n7{--n:7}.n8{--n:8}.n9{--n:9}.n10{--n:10}.n11{--n:11}
.scale label,.choices label{position:relative;display:block;cursor:pointer}
.scale input{position:absolute;inset:0;opacity:0;margin:0;width:100%;height:100%;cursor:pointer}
.scale .face{display:flex;align-items:center;justify-content:center;min-height:44px;border:1px solid var(--muted);
border-radius:6px;font-variant-numeric:tabular-nums}
.scale .star{gap:4px}
.scale label:hover .face{border-color:var(--accent)}
.scale input:checked+.face{background:var(--accent);border-color:var(--accent);color:var(--on);font-weight:700}
.scale input:focus-visible+.face,.choices input:focus-visible,textarea:focus-visible,button:focus-visible,a:focus-visible,
[tabindex]:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
.ends{display:flex;justify-content:space-between;gap:24px;margin-block-start:6px;color:var(--muted);font-size:.875rem}
.ends span:last-child{text-align:end}
.choices label{display:flex;gap:12px;align-items:center;min-height:44px;padding:8px 12px;margin-block-start:6px;
border:1px solid var(--muted);border-radius:6px}
.choices label:has(:checked){border-color:var(--accent);box-shadow:inset 0 0 0 1px var(--accent)}
.choices input{width:20px;height:20px;margin:0;flex:none;accent-color:var(--accent)}
textarea{width:100%;min-height:96px;padding:10px 12px;font:inherit;color:inherit;background:transparent;
border:1px solid var(--muted);border-radius:6px;resize:vertical}
button{font:inherit;font-weight:600;min-height:44px;padding:8px 24px;margin-block-start:28px;border:0;border-radius:6px;
background:var(--accent);color:var(--on);cursor:pointer}
button:hover{text-decoration:underline}
a{color:var(--accent)}
.other{margin:16px 0 0}
.other a,nav a{display:inline-block;padding-block:4px;min-height:24px}
.notice{padding:12px 16px;border-inline-start:4px solid var(--accent);background:var(--ground)}
.faults{padding:12px 16px;border-inline-start:4px solid var(--warn);background:var(--ground);margin-block:16px}
.faults ul{margin:0;padding-inline-start:20px}
.fault{color:var(--warn);font-weight:600;margin:0 0 8px}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
nav{margin-block-start:20px;font-size:.875rem}
nav ul{display:flex;flex-wrap:wrap;gap:4px 16px;justify-content:center;margin:0;padding:0;list-style:none}
nav a[aria-current]{color:var(--muted);text-decoration:none}
@media(max-width:480px){main{padding:24px 16px}.n8,.n9,.n10,.n11{--n:6}button{width:100%}}
@media(forced-colors:active){.scale input:checked+.face{outline:3px solid Highlight}}
@media print{button,nav{display:none}}
)css";

// An answer is what the form would send: of several ticked boxes a list. A question that is not asked is taken out of the
// page, so that nothing of it is sent; it keeps what was filled in, for when it comes back.
// One click: nobody can tell a person who opens a link from a scanner that runs scripts, so the page waits until somebody
// moves over it, scrolls or touches it. Keys press the button, which has the focus; links do what they say.
constexpr std::string_view kScript = R"js(
(() => {
  const form = document.querySelector('form')
  if (!form) return
  if (form.dataset.click) {
    const again = performance.getEntriesByType('navigation').some(one => one.type !== 'navigate')
    if (again) return
    document.getElementById('soon').hidden = false
    const button = form.querySelector('button')
    button.focus()
    let sent = false, at
    const gesture = event => {
      const moved = event.type !== 'pointermove' || (at && (at[0] !== event.screenX || at[1] !== event.screenY))
      at = [event.screenX, event.screenY]
      if (sent || !moved || !event.isTrusted || document.visibilityState !== 'visible') return
      if (event.target.closest?.('a, button')) return
      sent = true
      form.requestSubmit(button)
    }
    for (const type of ['pointermove', 'pointerdown', 'wheel']) addEventListener(type, gesture, { passive: true })
    form.addEventListener('submit', () => { sent = true })
    return
  }
  const slots = [...form.querySelectorAll('[data-when]')].map(place => {
    const folded = place.querySelector('template')
    const [id, comparison, value] = JSON.parse(place.dataset.when)
    return { place, id, comparison, value, question: (folded ? folded.content : place).firstElementChild }
  })
  const compare = {
    '=': (a, b) => a.split(',').includes(b), '!=': (a, b) => !a.split(',').includes(b), 'answered': () => true,
    '<': (a, b) => +a < +b, '<=': (a, b) => +a <= +b, '>': (a, b) => +a > +b, '>=': (a, b) => +a >= +b,
  }
  const follow = () => {
    for (const { place, id, comparison, value, question } of slots) {
      const answer = new FormData(form).getAll('a.' + id).join().trim()
      const asked = answer !== '' && compare[comparison](answer, value)
      if (asked && !question.isConnected) place.append(question)
      if (!asked && question.isConnected) question.remove()
    }
  }
  form.addEventListener('input', follow)
  window.addEventListener('pageshow', follow)
  follow()
  const button = form.querySelector('button')
  if (button.dataset.send) button.textContent = button.dataset.send
})()
)js";

std::string policy(const std::string& where) {
  return "default-src 'none'; style-src 'sha256-" + sha256_base64(kStyle) + "'; script-src 'sha256-" +
         sha256_base64(kScript) + "'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'; " +
         where;
}

}  // namespace

std::string_view survey_page_style() { return kStyle; }
std::string_view survey_page_script() { return kScript; }

const std::string& survey_page_policy() {
  static const std::string kPolicy = policy("form-action 'self'; frame-ancestors 'none'");
  return kPolicy;
}

const std::string& survey_draft_policy() {
  static const std::string kPolicy = policy("form-action 'none'; frame-ancestors 'self'");
  return kPolicy;
}

}  // namespace sojourn
