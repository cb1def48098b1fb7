// What calls the visitor's attention to a new message: a sound, a notification of the browser.
// Loaded when there is the first one to tell of.

/** How long a browser may think about whether sound is allowed, in milliseconds. */
const PATIENCE = 500;
/** How long the sound lasts, in seconds. */
const LENGTH = 0.4;

/** Two short tones, one after the other. Where sound is not allowed there is none. */
export async function play() {
  const context = new AudioContext();
  await Promise.race([context.resume(), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
  if (context.state != "running") return context.close();
  const { currentTime: now } = context;
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.connect(volume).connect(context.destination);
  tone.frequency.setValueAtTime(660, now);
  tone.frequency.setValueAtTime(880, now + 0.1);
  volume.gain.setValueAtTime(0.08, now);
  volume.gain.exponentialRampToValueAtTime(0.001, now + LENGTH);
  tone.onended = () => context.close();
  tone.start();
  tone.stop(now + LENGTH);
}

/**
 * Shows a notification where the visitor has allowed it.
 * @param {string} title
 * @param {string} body
 * @param {string} tag a later one takes the place of an earlier one
 * @param {() => void} clicked
 */
export async function notify(title, body, tag, clicked) {
  if (Notification.permission != "granted") return;
  // Some phones have the class and refuse to make one of it: then there is none.
  const note = new Notification(title, { body, tag });
  note.onclick = () => {
    window.focus();
    clicked();
    note.close();
  };
}
