# SPDX-FileCopyrightText: The gradsmith authors
# SPDX-License-Identifier: BSL-1.0
"""Writes the largest errors that were measured into a table: errors.py TABLE MEASURED...

Measure with the tests, best the long ones and on several processors (-march), one file for all:
    GRADSMITH_ERRORS=measured.tsv GRADSMITH_LONG=1 build/gcc/tests/run_support
    GRADSMITH_ERRORS=measured.tsv GRADSMITH_LONG=1 build/gcc/tests/laws
    tests/docs/errors.py docs/data/errors.tsv measured.tsv
Figures are rounded up to a tenth of an ulp. Operations that the measurements do not mention keep theirs, and so does
the column `where`, which is written by hand: the arguments that a figure holds for, if not all.
"""
import math
import pathlib
import sys

HEADER = "operation\tdouble\tfloat\twhere\n"


def main():
    table, rows = pathlib.Path(sys.argv[1]), {}
    if table.exists():
        for line in table.read_text().splitlines()[1:]:
            name, *cells = line.split("\t")
            rows[name] = dict(zip(("double", "float", "where"), [*cells, "", "", ""]))
    worst = {}
    for path in sys.argv[2:]:
        for line in pathlib.Path(path).read_text().splitlines():
            name, element_type, _, ulp = line.split("\t")
            worst[name, element_type] = max(worst.get((name, element_type), 0), float(ulp))
    for (name, element_type), ulp in worst.items():
        rounded = f"{math.ceil(10 * ulp - 1e-9) / 10:.1f}"
        rows.setdefault(name, {"double": "", "float": "", "where": ""})[element_type] = rounded
    text = HEADER + "".join("\t".join([name, *(row[c] for c in ("double", "float", "where"))]).rstrip("\t") + "\n"
                            for name, row in sorted(rows.items()))
    table.write_text(text)


if __name__ == "__main__":
    main()
