# SPDX-FileCopyrightText: The gradsmith authors
# SPDX-License-Identifier: BSL-1.0
"""Checks the tables of docs/language.md against what the operations say, or writes them:
reference.py SOURCE_TREE PROGRAM [--write]

PROGRAM prints the tables (tests/docs/reference.cpp): a line `== NAME`, then rows, in which {OPERATION} stands for its
errors in docs/data/errors.tsv. In the page a table stands between `<!-- table NAME -->` and `<!-- end of table -->`.
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
    page = tree / "docs" / "language.md"
    old = page.read_text()
    there = [name for _, name, _, _ in TABLE.findall(old)]
    problems = [f"{name}: docs/data/errors.tsv has no error of it" for name in missing]
    problems += [f"{page} has no table {name}" for name in tables if name not in there]
    problems += [f"{page}: nobody prints the table {name}" for name in there if name not in tables]
    new = TABLE.sub(lambda m: m[1] + tables.get(m[2], m[3]) + m[4], old)
    if "--write" in sys.argv:
        page.write_text(new)
    elif new != old:
        problems += difflib.unified_diff(old.splitlines(), new.splitlines(), str(page), "the operations", lineterm="")
        problems.append("tests/docs/reference.py SOURCE_TREE PROGRAM --write writes the tables")
    print("\n".join([*problems, f"{len(tables)} tables, {len(known)} errors"]))
    sys.exit(bool(problems) or not tables)


if __name__ == "__main__":
    main()
