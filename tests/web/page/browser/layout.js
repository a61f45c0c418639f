// SPDX-License-Identifier: Apache-2.0
// What is wrong with how the page is laid out, measured in it: text that is cut off, and things that lie on each other.

() => {
  function clipped() {
    const wrong = [];
    for (const node of texts(root())) {
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const rect of range.getClientRects()) {
        if (rect.width < 1 || rect.height < 1) continue;
        if (rect.left < -1 || rect.right > innerWidth + 1) wrong.push(`out of the window: ${node.data.trim()}`);
        for (let parent = node.parentElement; parent; parent = parent.parentElement) {
          const style = getComputedStyle(parent);
          const box = parent.getBoundingClientRect();
          const across = style.overflowX !== "visible" && (rect.left < box.left - 1 || rect.right > box.right + 1);
          const down = ["hidden", "clip"].includes(style.overflowY) && parent.tagName !== "MAIN" && (rect.top < box.top - 1 || rect.bottom > box.bottom + 1);
          if ((across || down) && inView(parent, rect)) wrong.push(`cut off by ${name(parent)}: ${node.data.trim()}`);
        }
      }
    }
    for (const field of root().querySelectorAll("input[type=text], select, button"))
      if (field.checkVisibility() && field.scrollWidth > field.clientWidth + 1) wrong.push(`does not fit: ${name(field)}`);
    return [...new Set(wrong)];
  }

  function overlaps() {
    const solid = [...root().querySelectorAll("button, a, input, select, summary, p, h1, h2, h3, li, dt, dd, th, td, legend, label, pre, svg text, .bars span, .bars b")].filter(
      (each) => each.checkVisibility() && !each.closest(".unseen, .skip") && each.textContent.trim() + each.value,
    );
    const boxes = solid.map((each) => [each, visible(each)]).filter(([, box]) => box);
    const wrong = [];
    boxes.forEach(([one, box], index) => {
      for (const [other, its] of boxes.slice(index + 1)) {
        if (one.contains(other) || other.contains(one)) continue;
        const wide = Math.min(box.right, its.right) - Math.max(box.left, its.left);
        const high = Math.min(box.bottom, its.bottom) - Math.max(box.top, its.top);
        if (wide > 2 && high > 2) wrong.push(`${name(one)} and ${name(other)}`);
      }
    });
    return wrong;
  }

  function measured(selectors) {
    const found = {};
    for (const selector of selectors) {
      const element = document.querySelector(selector);
      if (!element?.checkVisibility() || !root().contains(element)) continue;
      const { x, y, width, height } = element.getBoundingClientRect();
      if (y > innerHeight) continue; // nobody sees it, and where it is depends on words above it
      found[selector] = [x, y, width, height].map(Math.round);
    }
    return found;
  }

  function root() {
    return document.querySelector("dialog[open]") ?? document.body;
  }

  function* texts(within) {
    const walker = document.createTreeWalker(within, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement;
      if (!walker.currentNode.data.trim() || ["OPTION", "SCRIPT", "TITLE"].includes(parent.tagName)) continue;
      if (parent.checkVisibility() && !parent.closest(".unseen, .skip")) yield walker.currentNode;
    }
  }

  /** What is seen of an element: its box within all that scrolls around it; null where that is nothing. */
  function visible(element) {
    let { left, top, right, bottom } = element.getBoundingClientRect();
    for (let parent = element.parentElement; parent; parent = parent.parentElement) {
      if (getComputedStyle(parent).overflowY === "visible") continue;
      const box = parent.getBoundingClientRect();
      [left, top, right, bottom] = [Math.max(left, box.left), Math.max(top, box.top), Math.min(right, box.right), Math.min(bottom, box.bottom)];
    }
    return right - left > 1 && bottom - top > 1 ? { left, top, right, bottom } : null;
  }

  /** Whether a line of text is in what is seen of the element around it, and not scrolled away. */
  function inView(element, rect) {
    const seen = visible(element);
    return seen !== null && rect.bottom > seen.top && rect.top < seen.bottom;
  }

  function name(element) {
    const words = element.textContent.trim().slice(0, 24);
    return `${element.tagName.toLowerCase()}${element.id ? `#${element.id}` : ""}${words ? ` "${words}"` : ""}`;
  }

  return { clipped, overlaps, measured };
}
