"""Two documents side by side as one self-contained HTML page for a reviewer: lists of what changed, and the text in the look of the preview.

The page needs no network and no other file. It is read without a script, too: links lead from each change to the next; a script
adds buttons and keys.
"""

import base64
import hashlib
from collections.abc import Iterator, Sequence

from lxml import etree
from lxml.etree import _Element

from reportgen.diff.difference import Difference
from reportgen.diff.summary import Told, told
from reportgen.redline.side_by_side_lists import write_lists
from reportgen.redline.side_by_side_text import write_text
from reportgen.render.layout import Layout
from reportgen.render.stylesheet import variables

SCRIPT = """
(() => {
  const changes = [...document.querySelectorAll('.pair[id^=change-]')];
  const bar = document.querySelector('.bar');
  const place = bar.querySelector('output');
  let current = -1;
  const show = (number) => {
    if (!changes[number]) return;
    changes[current]?.classList.remove('current');
    current = number;
    changes[current].classList.add('current');
    changes[current].scrollIntoView({block: 'center'});
    place.textContent = `第${current + 1}处，共${changes.length}处`;
  };
  const step = {
    next: () => show(Math.min(current + 1, changes.length - 1)),
    previous: () => show(Math.max(current - 1, 0)),
    unfold: () => document.querySelectorAll('details.same').forEach((part) => { part.open = !part.open; }),
  };
  const keys = {n: 'next', j: 'next', p: 'previous', k: 'previous', u: 'unfold'};
  document.addEventListener('keydown', (event) => {
    const name = keys[event.key.toLowerCase()];
    if (!name || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    step[name]();
  });
  bar.querySelectorAll('button').forEach((button) => button.addEventListener('click', step[button.name]));
  const follow = () => {
    const number = changes.findIndex((change) => '#' + change.id === location.hash);
    if (number >= 0) show(number);
  };
  addEventListener('hashchange', follow);
  place.textContent = `共${changes.length}处`;
  bar.classList.add('live');
  follow();
})();
"""
_ALONE = ".heads { top: 0; }"  # there is no bar above them
_BUTTONS = (("previous", "▲ 上一处（P）"), ("next", "▼ 下一处（N）"), ("unfold", "展开全部（U）"))


def write_side_by_side(difference: Difference, layout: Layout, css: str) -> bytes:
    """The page as UTF-8 HTML; `css` is templates/html/preview.css and side-by-side.css, one after the other, or an office's own.

    Pure: same arguments, same bytes.
    """
    entries = told(difference)
    page, body = _page(difference, layout, css)
    body.append(_bar(_title(difference), (difference.old.name, difference.new.name)))
    body.extend(_remarks(difference))
    lists = etree.SubElement(body, "div", {"class": "lists"})
    lists.extend(write_lists(difference, entries))
    body.append(_text(difference, entries, layout))
    etree.SubElement(body, "script").text = SCRIPT
    return _written(page)


def write_texts(difference: Difference, layout: Layout, css: str) -> bytes:
    """The texts alone, without lists and script: what stands within a page that has the lists. Otherwise as `write_side_by_side`."""
    page, body = _page(difference, layout, css + _ALONE)
    body.extend(_remarks(difference))
    body.append(_text(difference, told(difference), layout))
    return _written(page)


def _page(difference: Difference, layout: Layout, css: str) -> tuple[_Element, _Element]:
    """The page without what it shows, and its body."""
    page = etree.Element("html", lang="zh-CN")
    head, body = etree.SubElement(page, "head"), etree.SubElement(page, "body", {"class": "comparison"})
    etree.SubElement(head, "meta", charset="utf-8")
    etree.SubElement(head, "title").text = f"{_title(difference)}：{difference.old.name}与{difference.new.name}的比较"
    etree.SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    etree.SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": _policy()})
    etree.SubElement(head, "style").text = (variables(layout) + css).replace("</", "<\\/")
    return page, body


def _title(difference: Difference) -> str:
    return difference.alignment.new.get("data-title") or "公文"


def _remarks(difference: Difference) -> Iterator[_Element]:
    remarks = (
        (difference.empty, "两份公文没有不同。"),
        (difference.against, "两份公文的单位名称、年份本来不同，不作为变化标出。"),
    )
    for applies, words in remarks:
        if applies:
            made = etree.Element("p", {"class": "remark"})
            made.text = words
            yield made


def _text(difference: Difference, entries: Sequence[Told], layout: Layout) -> _Element:
    return write_text(difference.alignment, entries, (difference.old.name, difference.new.name), layout)


def _written(page: _Element) -> bytes:
    return ("<!DOCTYPE html>\n" + etree.tostring(page, encoding="unicode", method="html")).encode()


def _policy() -> str:
    """What the page may do: its own style and script, and pictures that are in it."""
    script = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-{script}'; base-uri 'none'; form-action 'none'"


def _bar(title: str, names: tuple[str, str]) -> _Element:
    bar = etree.Element("div", {"class": "bar"})
    etree.SubElement(bar, "strong").text = f"《{title}》"
    versions = etree.SubElement(bar, "span")
    versions.text = f"{names[0]} → {names[1]}"
    controls = etree.SubElement(bar, "span", {"class": "controls"})
    for name, text in _BUTTONS:
        etree.SubElement(controls, "button", {"type": "button", "name": name}).text = text
    etree.SubElement(controls, "output")
    return bar
