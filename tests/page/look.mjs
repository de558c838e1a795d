// What a page shows now, read from its document. Runs in the browser.

export function look() {
  const text = (element, what) => element.querySelector(what)?.textContent ?? '';
  const area = (element) => ({ x: element.offsetLeft, y: element.offsetTop,
    width: element.offsetWidth, height: element.offsetHeight });
  const row = (element) => ({ label: text(element, '.label'), to: Number(element.dataset.to),
    inline: element.querySelector('.value')?.textContent ?? null,
    isMoved: element.classList.contains('touched'), sees: element.classList.contains('seer'),
    hasDot: element.querySelector('.dot') !== null });
  const frames = [...document.querySelectorAll('.frame')].map((element) => ({
    number: Number(element.dataset.frame), area: area(element),
    rows: [...element.querySelectorAll('.row[data-to]')].map(row) }));
  const objects = [...document.querySelectorAll('.object')].map((element) => ({
    serial: Number(element.dataset.serial), area: area(element), title: text(element, '.title'),
    foot: text(element, '.foot'), value: text(element, '.value.own'),
    isNew: element.classList.contains('new'), isChanged: element.classList.contains('changed'),
    isFreed: element.classList.contains('freed'),
    rows: [...element.querySelectorAll('.row[data-to]')].map(row) }));
  // Where arrows are drawn: points of each line, a few pixels apart.
  const arrows = [...document.querySelectorAll('#arrows g')].map((group) => {
    const line = group.querySelector('.line'), length = line.getTotalLength(), points = [];
    for (let at = 0; at <= length; at += 6) {
      const { x, y } = line.getPointAtLength(at);
      points.push([Math.round(x), Math.round(y)]);
    }
    return { target: Number(group.dataset.target), points };
  });
  return { where: document.getElementById('where').textContent, frames, objects, arrows,
    event: Number(/\d+/.exec(document.getElementById('where').title)[0]),
    next: document.querySelector('#source .next .number')?.textContent ?? '',
    sentences: [...document.querySelectorAll('#sentences > p:not([class])')]
      .map((element) => element.textContent),
    output: [...document.querySelectorAll('#output [role=button]')]
      .map((element) => element.textContent).join('') };
}
