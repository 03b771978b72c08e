// The widget's looks, kept in its shadow root: nothing of the page reaches in, nothing leaks out.
// A constructed sheet needs no exception in the page's content security policy.
export const css = `
:host{all:initial;color-scheme:light dark;--card:#fff;--ink:#15191f;--muted:#58616d;--accent:#1f5fa8;--on:#fff;--warn:#a33a00;--focus:#0b57d0}
@media(prefers-color-scheme:dark){:host{--card:#1a1f26;--ink:#e8ebef;--muted:#9aa5b3;--accent:#6ab0ff;--on:#111418;--warn:#ffb787;--focus:#a8c7fa}}
*{box-sizing:border-box;font:inherit}
.frame{font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;color:var(--ink);text-align:start}
button{cursor:pointer;min-height:44px;border:0;border-radius:6px;padding:8px 20px;font-weight:600;background:var(--accent);color:var(--on)}
.launch{position:fixed;z-index:2147483000;inset-inline-end:16px;inset-block-end:16px;box-shadow:0 2px 12px #0004;max-width:calc(100vw - 32px)}
dialog{position:fixed;inset:auto 16px 16px auto;margin:0;width:400px;max-width:calc(100vw - 32px);max-height:calc(100dvh - 32px);overflow:auto;padding:20px;border:1px solid var(--muted);border-radius:10px;background:var(--card);color:var(--ink)}
[dir=rtl] dialog{inset:auto auto 16px 16px}
.frame:has([open]) .launch{visibility:hidden}
dialog::backdrop{background:#0006}
.head{display:flex;gap:12px;align-items:start;justify-content:space-between}
h2{margin:0;font-size:18px;font-weight:700;line-height:1.3;overflow-wrap:anywhere}
h2:focus{outline:0}
.close{flex:none;width:44px;padding:0;margin:-10px -10px 0 0;background:none;color:var(--ink);font-size:22px;font-weight:400}
.close::before{content:"\\d7"/""}
[dir=rtl] .close{margin:-10px 0 0 -10px}
p{margin:8px 0 0}
fieldset,.text{border:0;margin:20px 0 0;padding:0;min-width:0}
legend,.text label{display:block;padding:0;margin:0 0 8px;font-weight:600}
small{font-size:inherit;font-weight:400;color:var(--muted)}
.scale{display:grid;gap:4px;grid-template-columns:repeat(6,minmax(0,1fr))}
.few{grid-template-columns:repeat(auto-fit,minmax(40px,1fr))}
.scale label{position:relative}
.scale input{position:absolute;inset:0;margin:0;width:100%;height:100%;opacity:0;cursor:pointer}
.scale span{display:flex;align-items:center;justify-content:center;min-height:40px;border:1px solid var(--muted);border-radius:6px}
.scale label:hover span{border-color:var(--accent)}
.scale :checked+span{background:var(--accent);border-color:var(--accent);color:var(--on);font-weight:700}
.scale :focus-visible+span,:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
.ends{display:flex;gap:16px;justify-content:space-between;margin-top:4px;font-size:14px;color:var(--muted)}
.choice{display:flex;gap:10px;align-items:center;min-height:44px}
.choice input{flex:none;width:20px;height:20px;margin:0;accent-color:var(--accent)}
textarea{display:block;width:100%;min-height:80px;padding:8px 10px;border:1px solid var(--muted);border-radius:6px;background:none;color:inherit;resize:vertical}
.fault{color:var(--warn);font-weight:600;margin:0 0 8px}
.fault:empty{display:none}
form button,.done{width:100%;margin-top:20px}
@media(max-width:480px){dialog{inset:auto 0 0;width:100%;max-width:100%;border-radius:10px 10px 0 0}}
@media(forced-colors:active){.scale :checked+span{outline:3px solid Highlight}}
`
