// Runs once in each of the page's own HTML parts, as Gradio's js_on_load: `element`, `trigger` and `watch` are its
// arguments. Buttons carry what they do in data attributes; the server looks everything up again.
const EVENTS = ['cite', 'open', 'library', 'example', 'retry', 'undo', 'clear'];
const unfolded = new Set(); // the turns whose nearest passages the reader has opened
let tries = 0;
let latest = 0; // the number of the newest conversation that this part has shown
const inPage = (selector) => document.querySelector(selector);
const isPhone = () => window.matchMedia('(max-width: 860px)').matches;

element.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button || button.disabled) return;
  const data = { ...button.dataset };
  if ('copy' in data) return copy(button, data.copy);
  if ('back' in data) return goBack();
  if (!EVENTS.includes(data.event)) return;
  if (data.event === 'cite') {
    // Where to return to; and a key press, unlike a click, takes the focus along to the source.
    if (!button.closest('.source')) window.footnoteOrigin = data;
    window.footnoteByKey = event.detail === 0;
  }
  if (data.event !== 'cite' && data.event !== 'open' && data.event !== 'library') focusBox();
  trigger(data.event, data);
});

element.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && event.target.closest('.source')) goBack();
});

// A toggle does not bubble, but can be seen on its way down.
element.addEventListener('toggle', (event) => {
  const number = event.target.closest('.turn')?.dataset.turn;
  if (number) unfolded[event.target.open ? 'add' : 'delete'](number);
}, true);

watch('value', () => {
  tries = 0;
  latest = Math.max(latest, drawn());
  unfoldAgain();
  if (isBehind()) look();
  if (element.querySelector('.turn')) showLastTurn();
  if (element.querySelector('.source')) showSource();
  markActive();
});

// While something is under way, or an older reply has come last and hides a newer one, look for it again: at once when
// it came a step further, else ever more rarely. Gradio leaves out a look while the one before is still waiting for its
// reply.
function isBehind() {
  return Boolean(element.querySelector('.working, [data-opening]')) || drawn() < latest;
}

function drawn() {
  return Number(element.querySelector('[data-drawn]')?.dataset.drawn ?? 0);
}

function look() {
  trigger('look', { opening: Boolean(inPage('#top [data-opening]')) });
}

function keepLooking() {
  if (isBehind()) look();
  setTimeout(keepLooking, isBehind() ? Math.min(250 * 2 ** tries++, 4000) : 250);
}

keepLooking();

// Every new value is drawn from nothing, with all its details closed.
function unfoldAgain() {
  for (const number of unfolded) {
    const details = element.querySelector(`.turn[data-turn="${number}"] details`);
    if (details) details.open = true;
    else unfolded.delete(number);
  }
}

function showLastTurn() {
  const turns = element.querySelectorAll('.turn');
  const last = turns[turns.length - 1];
  const state = `${last.dataset.turn} ${last.querySelector('.working') ? 'working' : 'done'}`;
  if (state === element.dataset.shown) return;
  element.dataset.shown = state;
  last.scrollIntoView({ block: last.offsetHeight > window.innerHeight * 0.7 ? 'start' : 'nearest' });
}

function showSource() {
  const source = element.querySelector('.source');
  if (source.dataset.opened === element.dataset.shown) return;
  element.dataset.shown = source.dataset.opened;
  const page = source.querySelector('.page');
  const mark = source.querySelector('mark.chosen');
  page.scrollTop = 0;
  if (mark) {
    // By hand, so that only this page scrolls: in the middle, or from its start when the quote is long.
    const top = mark.getBoundingClientRect().top - page.getBoundingClientRect().top;
    const height = mark.getBoundingClientRect().height;
    page.scrollTop = top - Math.max(24, (page.clientHeight - height) / 2);
  }
  if (isPhone()) inPage('#aside').scrollIntoView({ block: 'start' });
  if (window.footnoteByKey) source.querySelector('h2').focus({ preventScroll: true });
  window.footnoteByKey = false;
}

function markActive() {
  const source = inPage('#panel .source');
  for (const button of document.querySelectorAll('#conversation [data-event="cite"]')) {
    const same = source && ['kind', 'answer', 'place'].every((name) => button.dataset[name] === source.dataset[name]);
    if (same) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
}

function goBack() {
  const from = window.footnoteOrigin;
  const button = from && inPage(
    `#conversation [data-event="cite"][data-kind="${from.kind}"][data-answer="${from.answer}"][data-place="${from.place}"]`,
  );
  if (!button) return focusBox();
  button.scrollIntoView({ block: 'nearest' });
  button.focus({ preventScroll: true });
}

function focusBox() {
  // A phone would bring up its keyboard.
  if (!isPhone()) inPage('#box textarea, #box input')?.focus();
}

async function copy(button, text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without https the clipboard is closed to scripts; a selection can still be copied.
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
    button.focus();
  }
  button.textContent = 'Copied';
  setTimeout(() => { button.textContent = 'Copy'; }, 1500);
}
