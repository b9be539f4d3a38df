// Keeps the screen on while a ticket or the door is shown ([data-awake]).
export function awake(root) {
  if (root.querySelector("[data-awake]")) stayAwake();
}

export function stayAwake() {
  if (!navigator.wakeLock) return;
  const ask = () => {
    if (!document.hidden) navigator.wakeLock.request("screen").catch(() => {});
  };
  document.addEventListener("visibilitychange", ask);
  ask();
}
