# SPDX-FileCopyrightText: The gradsmith authors
# SPDX-License-Identifier: BSL-1.0
"""Checks that what the pages refer to is there: links.py SOURCE_TREE FILE.md...

A link leads to a file, and to a heading of it where it names one. A picture of a page in docs/guide is drawn by a
program of that page, which writes a file of that name, and no picture docs/pictures/guide-* is without a page.
"""
import pathlib
import re
import sys

LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)\s]+)\)")


def without_code(text):
    text = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"`[^`\n]*`", "``", text)


def anchors(text):
    """The names that headings get: letters in lower case, spaces as hyphens, punctuation left out."""
    prose = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ +(.*)$", prose, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def main():
    tree, problems, drawn, links = pathlib.Path(sys.argv[1]), [], set(), 0
    for page in map(pathlib.Path, sys.argv[2:]):
        text = page.read_text()
        for is_picture, target in LINK.findall(without_code(text)):
            if re.match(r"[a-z]+:", target):
                continue
            links += 1
            name, _, heading = target.partition("#")
            file = page.parent / name if name else page
            if not file.exists():
                problems.append(f"{page}: {target} is not there")
            elif heading and heading not in anchors(file.read_text()):
                problems.append(f"{page}: {target}: there is no such heading")
            if is_picture and page.parent.name == "guide":
                drawn.add(file.name)
                programs = re.findall(r"^```cpp$(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
                if f'"{file.name}"' not in "".join(programs):
                    problems.append(f"{page}: no program of this page writes {file.name}")
    for picture in (tree / "docs" / "pictures").glob("guide-*"):
        if picture.name not in drawn:
            problems.append(f"{picture} is on no page")
    print("\n".join([*problems, f"{links} links, {len(problems)} problems"]))
    sys.exit(bool(problems) or links == 0)


if __name__ == "__main__":
    main()
