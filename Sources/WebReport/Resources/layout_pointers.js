// Pointers on a layout.

/** Has pointers move a layout view, zoom it by two, select by a click, and drag what it lets them grip. */
function listenToPointers(view) {
  const { camera, lines } = view;
  const pointers = new Map();
  let travelled = 0;
  let grip = null;
  lines.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    lines.focus({ preventScroll: true });
    view.state.showsCrosshair = false;
    lines.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, event);
    if (pointers.size === 1) {
      travelled = 0;
      grip = view.grip(event);
    }
  });
  lines.addEventListener("pointermove", (event) => {
    const last = pointers.get(event.pointerId);
    if (!last) return view.hover(event);
    const [dx, dy] = [event.clientX - last.clientX, event.clientY - last.clientY];
    travelled += Math.abs(dx) + Math.abs(dy);
    if (pointers.size === 2) {
      grip?.cancel();
      grip = null;
      const other = [...pointers.values()].find((pointer) => pointer.pointerId !== event.pointerId);
      const gap = (pointer) =>
        Math.hypot(pointer.clientX - other.clientX, pointer.clientY - other.clientY);
      camera.zoom(gap(event) / Math.max(gap(last), 1), ...view.canvasPoint(other));
    } else if (travelled > 4) {
      if (grip) grip.move(event);
      else view.pan(dx, dy);
    }
    pointers.set(event.pointerId, event);
    view.tooltip.hidden = true;
    view.draw();
  });
  const end = (event) => {
    const wasDown = pointers.delete(event.pointerId);
    if (grip) {
      if (event.type === "pointerup" && travelled > 4) grip.drop();
      else grip.cancel();
      grip = null;
    }
    if (!wasDown || event.type !== "pointerup" || travelled > 4) return;
    const node = view.nodeAt(...view.canvasPoint(event));
    if (node >= 0) view.selectNode(node, false);
    else view.clear();
  };
  for (const type of ["pointerup", "pointercancel"]) lines.addEventListener(type, end);
  lines.addEventListener("pointerleave", () => view.leave());
}
