"""HTML for `st.html`, in which text is always text: whatever is not `Markup` already is escaped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Text = str | Markup  # a str is escaped when it is put into markup


def joined(parts: Iterable[Text], between: str = "") -> Markup:
    """Return parts side by side."""
    return Markup(between.join(map(escape, parts)))  # noqa: S704  (every part is escaped)


def element(tag: str, *children: Text, **attributes: str) -> Markup:
    """Return an element. An attribute's underscores stand for hyphens, `class_` for class; an empty one is left out."""
    # Joined by hand: Markup.format took most of a page's time.
    said = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(value)}"' for name, value in attributes.items() if value
    )
    return Markup(f"<{tag}{said}>{''.join(map(escape, children))}</{tag}>")  # noqa: S704  (every part is escaped)


def heading(title: Text, subtitle: Text = "") -> Markup:
    """Return the heading of a part of the page, with a line below that says what it is about."""
    below = element("p", subtitle, class_="chart-subtitle") if subtitle else Markup()
    return element("h2", title, class_="chart-title") + below


def paragraphs(lines: Iterable[Text], class_: str) -> Markup:
    """Return one paragraph for each line that is not empty."""
    return joined(element("p", line, class_=class_) for line in lines if line)


def table(
    caption: str,
    headings: Sequence[Text],
    rows: Iterable[Sequence[Text]],
    numbers: Sequence[int] = (),
    *,
    is_stacked: bool = False,
) -> Markup:
    """Return a table that scrolls within itself; `numbers` are the columns that are set to the right.

    The caption is for those who do not see what the table stands under. `is_stacked`: on a phone each row is a block,
    and each cell says its heading.
    """
    labels = [f' data-label="{escape(text)}"' if is_stacked else "" for text in headings]
    kinds = [' class="number"' if column in numbers else "" for column in range(len(headings))]
    head = "".join(f'<th scope="col"{kind}>{escape(text)}</th>' for text, kind in zip(headings, kinds, strict=True))
    body = "".join(
        f'<tr><th scope="row"{kinds[0]}>{escape(first)}</th>'
        + "".join(
            f"<td{kind}{label}>{escape(cell)}</td>"
            for cell, kind, label in zip(rest, kinds[1:], labels[1:], strict=True)
        )
        + "</tr>"
        for first, *rest in rows
    )
    whole = Markup(  # noqa: S704  (every part is escaped)
        f'<table class="figures{" stacked" if is_stacked else ""}"><caption class="unseen">{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )
    return element("div", whole, class_="scrolls", tabindex="0", role="region", aria_label=caption)


def details(summary: Text, content: Markup, *, is_open: bool = False, class_: str = "") -> Markup:
    """Return content that opens on a click or a key."""
    return element("details", element("summary", summary), content, class_=class_, open="open" if is_open else "")
