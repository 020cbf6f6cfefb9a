# SPDX-FileCopyrightText: The gradsmith authors
# SPDX-License-Identifier: BSL-1.0
"""Has Graphviz draw what to_dot prints: dot.py WRITER FOLDER. WRITER fills FOLDER with NAME.dot; the drawings are NAME.svg.

What it warns of is a failure, and so is a drawing with other nodes and arrows than the graph has, or with a node twice.
"""
import pathlib
import re
import shutil
import subprocess
import sys


def main():
    writer, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    subprocess.run([writer, folder], check=True)
    if not shutil.which("dot"):
        sys.exit("Graphviz is not installed (Debian: graphviz)")
    graphs, bad = sorted(folder.glob("*.dot")), 0
    for path in graphs:
        graph, drawing = path.read_text(), path.with_suffix(".svg")
        drawn = subprocess.run(["dot", "-Tsvg", path, "-o", drawing], capture_output=True, text=True)
        problem = drawn.stderr or ("" if drawn.returncode == 0 else f"dot returned {drawn.returncode}")
        if not problem:
            picture = drawing.read_text()
            nodes = re.findall(r"^ *(\w+) \[label=", graph, re.M)
            if len(nodes) != len(set(nodes)):
                problem = "a node is there twice"
            elif picture.count('class="node"') != len(nodes):
                problem = f"not the {len(nodes)} nodes of the graph are drawn"
            elif picture.count('class="edge"') != len(re.findall(r"->", graph)):
                problem = "an arrow is missing"
        if problem:
            bad += 1
            print(f"{path.name}: {problem}")
    print(f"Graphviz: {len(graphs) - bad} graphs good, {bad} bad")
    sys.exit(bad != 0 or not graphs)


main()
