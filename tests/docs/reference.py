# SPDX-FileCopyrightText: The gradsmith authors
# SPDX-License-Identifier: BSL-1.0
"""Checks the tables of pages against what the operations and rules say of themselves, or writes them:
reference.py SOURCE_TREE PROGRAM PAGE.md... [--write]

PROGRAM prints the tables (tests/docs/reference.cpp, rules.cpp): a line `== NAME`, then rows, in which {OPERATION} stands
for its errors in docs/data/errors.tsv. In a page a table stands between `<!-- table NAME -->` and `<!-- end of table -->`.
"""
import difflib
import pathlib
import re
import subprocess
import sys

TABLE = re.compile(r"^(<!-- table (\w+) -->\n)(.*?)^(<!-- end of table -->)$", re.MULTILINE | re.DOTALL)


def errors(tree):
    """What stands in the column of errors, by operation."""
    cells = {}
    for line in (tree / "docs" / "data" / "errors.tsv").read_text().splitlines()[1:]:
        name, in_double, in_float, where, *_ = *line.split("\t"), "", "", ""
        both = in_double if in_double == in_float else f"{in_double}, {in_float}"
        cells[name] = "exact" if both == "0.0" else f"{both} ({where})" if both and where else both or where
    return cells


def main():
    tree, program = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
    printed = subprocess.run([program], stdout=subprocess.PIPE, text=True, check=True).stdout
    known, missing = errors(tree), []

    def error_of(match):
        if match[1] not in known:
            missing.append(match[1])
        return known.get(match[1], "")

    tables = dict(re.findall(r"^== (\w+)\n(.*?)(?=^== |\Z)", printed, flags=re.MULTILINE | re.DOTALL))
    tables = {name: re.sub(r"\{(\w+)\}", error_of, text) for name, text in tables.items()}
    pages = {tree / name: (tree / name).read_text() for name in sys.argv[3:] if name != "--write"}
    there = [name for old in pages.values() for _, name, _, _ in TABLE.findall(old)]
    problems = [f"{name}: docs/data/errors.tsv has no error of it" for name in missing]
    problems += [f"no page has the table {name}" for name in tables if name not in there]
    problems += [f"nobody prints the table {name}" for name in there if name not in tables]
    for page, old in pages.items():
        new = TABLE.sub(lambda m: m[1] + tables.get(m[2], m[3]) + m[4], old)
        if "--write" in sys.argv:
            page.write_text(new)
        elif new != old:
            problems += difflib.unified_diff(old.splitlines(), new.splitlines(), str(page), "the program", lineterm="")
            problems.append("tests/docs/reference.py SOURCE_TREE PROGRAM PAGE.md... --write writes the tables")
    print("\n".join([*problems, f"{len(tables)} tables, {len(known)} errors"]))
    sys.exit(bool(problems) or not tables)


if __name__ == "__main__":
    main()
