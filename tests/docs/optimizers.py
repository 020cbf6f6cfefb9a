# SPDX-FileCopyrightText: The gradsmith authors
# SPDX-License-Identifier: BSL-1.0
"""Checks docs/optimizers.md against the headers of the methods and against the scorecards that a program prints, or writes it:
optimizers.py SOURCE_TREE PROGRAM PAGE [--write]

What stands between `<!-- methods -->` and `<!-- end of methods -->` is what each header in include/gradsmith/optimize says of its
method, and its options. Tables stand as in reference.py; their numbers may differ by a quarter, for they depend on the processor
where steps do: on whether it rounds a product and a sum once or twice.
"""
import pathlib
import re
import subprocess
import sys

METHODS = re.compile(r"^(<!-- methods -->\n)(.*?)^(<!-- end of methods -->)$", re.MULTILINE | re.DOTALL)
TABLE = re.compile(r"^(<!-- table (\w+) -->\n)(.*?)^(<!-- end of table -->)$", re.MULTILINE | re.DOTALL)
OPTION = re.compile(r"^  (?!static|using|template|\[\[)[\w:<>]+ (\w+)(?: = ([^;]+)|\{([^}]*)\})?;\s*(?://+<?\s*(.*))?$")


def paragraphs(lines):
    """Markdown of a docstring: what is indented is a formula."""
    out = []
    for line in lines:
        is_formula, was_formula = line.startswith("  "), bool(out) and out[-1].startswith("    ")
        if out and is_formula != was_formula:
            out.append("")
        out.append("  " + line if is_formula else line.replace("|", "\\|").replace("*", "\\*") if "|" in line else line)
    return out


def section(header):
    """The section of a method, None if the header has none: a struct of its name, with a source."""
    text = header.read_text()
    found = re.search(rf"((?:^///.*\n)+)struct {header.stem} \{{\n(.*?)^  template", text, re.MULTILINE | re.DOTALL)
    if not found or "/// Source:" not in found[1]:
        return None
    lines = [line[3:].removeprefix(" ") for line in found[1].splitlines()]
    out = [f"### {header.stem}", "", *paragraphs(lines), "", "| option | default | |", "|---|---|---|"]
    for line in found[2].splitlines():
        if option := OPTION.match(line):
            # double a = 1, b = 2;
            first, *others = re.split(r", (?=\w+ = )", option[2] if option[2] is not None else option[3] or "")
            for name, default in [(option[1], first), *(other.split(" = ") for other in others)]:
                out.append(f"| `{name}` | {'`' + default + '`' if default else ''} | {(option[4] or '').replace('|', chr(92) + '|')} |")
        elif (more := re.match(r"^ {20,}//+\s*(.*)$", line)) and out[-1].endswith(" |"):
            out[-1] = out[-1].removesuffix(" |") + " " + more[1].replace("|", "\\|") + " |"
    return "\n".join(out) + "\n\n"


def cell_differs(old, new):
    """Whether a cell says something else: words, or first numbers that are not near each other."""
    numbers = [re.match(r"\d[\d.e+-]*", cell) for cell in (old, new)]
    if not all(numbers):
        return old != new
    a, b = (float(number[0]) for number in numbers)
    return abs(a - b) > max(0.25 * max(a, b), 2 if a > 1 else 0)


def table_differs(old, new):
    rows = [[[cell.strip() for cell in row.split("|")] for row in table.splitlines()] for table in (old, new)]
    if [len(row) for row in rows[0]] != [len(row) for row in rows[1]]:
        return True
    return any(cell_differs(a, b) for left, right in zip(*rows) for a, b in zip(left, right))


def main():
    tree, program, page = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve(), pathlib.Path(sys.argv[1]) / sys.argv[3]
    headers = sorted((tree / "include" / "gradsmith" / "optimize").glob("*.hpp"))
    methods = [text for text in map(section, headers) if text]
    printed = subprocess.run([program], stdout=subprocess.PIPE, text=True, check=True).stdout
    tables = dict(re.findall(r"^== (\w+)\n(.*?)(?=^== |\Z)", printed, flags=re.MULTILINE | re.DOTALL))
    old, problems = page.read_text(), []
    if "--write" in sys.argv:
        new = METHODS.sub(lambda m: m[1] + "\n" + "".join(methods) + m[3], old)
        page.write_text(TABLE.sub(lambda m: m[1] + tables[m[2]] + m[4], new))
        return
    if not (there := METHODS.search(old)) or there[2] != "\n" + "".join(methods):
        problems.append(f"{page}: the methods are not what their headers say")
    names = [name for _, name, _, _ in TABLE.findall(old)]
    problems += [f"{page} has the tables {names}, the program prints {list(tables)}"] if names != list(tables) else []
    problems += [f"{page}: table {name} is another one:\n{tables[name]}" for _, name, rows, _ in TABLE.findall(old) if table_differs(rows, tables.get(name, ""))]
    print("\n".join([*problems, f"{len(methods)} methods, {len(tables)} tables"]))
    if problems:
        print("tests/docs/optimizers.py SOURCE_TREE PROGRAM PAGE --write writes them")
    sys.exit(bool(problems) or not methods)


if __name__ == "__main__":
    main()
