// How the messenger fills our own page, and the frame.

export const ROOM = `
:host{display:block!important;inset:0!important;width:100%!important;height:100%!important}
.panel{inset:0;inline-size:100%;block-size:100%;border-radius:0;box-shadow:none;animation:none}
.wait,.failed{position:fixed;inset:0;display:grid;place-content:center;color:var(--accent)}
.wait::after{content:"";width:28px;height:28px;border:3px solid;border-block-start-color:transparent;border-radius:50%;animation:turn .9s linear infinite;opacity:.7}
.failed button{max-width:260px;padding:12px 16px;border:1px solid var(--edge);border-radius:12px;background:var(--brand);color:var(--on-brand);font:inherit;cursor:pointer}
@keyframes turn{to{transform:rotate(1turn)}}
@media (min-width:640px){
:host([whole-page]) .panel{inset:max(24px,calc(50vh - 440px)) max(24px,calc(50vw - 380px));inline-size:auto;block-size:auto;border-radius:20px;box-shadow:0 0 0 1px #0f142008,0 4px 12px #0f14200f,0 24px 64px #0f142024}
:host([whole-page]) .panel header{padding:20px 24px}
:host([whole-page]) .panel header h2{font-size:19px}
:host([whole-page]) .panel .flow{padding:28px 24px 16px}
:host([whole-page]) .panel .composer{padding:8px 20px 20px}
}
`;
