// Tells that time is over, where somebody asked for it, and keeps the screen lit while an activity runs.
export class Alarm {
  isOn = false;
  lock = null;

  // Sound may only begin in answer to a gesture: the switch is one.
  toggle() {
    this.isOn = !this.isOn;
    if (this.isOn) {
      this.sound ??= new AudioContext();
      this.sound.resume?.();
      this.ring();
    }
    return this.isOn;
  }

  ring() {
    if (!this.isOn) return;
    navigator.vibrate?.([300, 150, 300]);
    for (const start of [0, 0.4]) {
      const tone = new OscillatorNode(this.sound, { frequency: 660 });
      const volume = new GainNode(this.sound, { gain: 0.25 });
      tone.connect(volume).connect(this.sound.destination);
      tone.start(this.sound.currentTime + start);
      tone.stop(this.sound.currentTime + start + 0.25);
    }
  }

  async stayAwake(wanted) {
    try {
      if (wanted && document.visibilityState === "visible") {
        this.lock = this.lock && !this.lock.released ? this.lock : await navigator.wakeLock?.request("screen");
      } else if (!wanted) {
        await this.lock?.release();
        this.lock = null;
      }
    } catch {
      // A low battery or an old browser refuses; the countdown goes on all the same.
    }
  }
}
