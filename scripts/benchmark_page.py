# SPDX-FileCopyrightText: The gradsmith authors
# SPDX-License-Identifier: BSL-1.0
"""The tables and pictures of docs/performance.md, from what scripts/bench has measured."""
import json
import pathlib
import re

import bar_chart

TREE = pathlib.Path(__file__).resolve().parents[1]
PAGE = TREE / "docs/performance.md"
RECORD = TREE / "docs/data/performance.json"
BEGIN, END = "<!-- tables: written by scripts/bench -->\n", "<!-- end of tables -->\n"
PREDICTED = "as explain predicts"
UNITS = {"least_squares": ("us per fit", 1e-3), "logistic": ("ns per observation", 1.0), "linear": ("ns per observation", 1.0), "pointwise": ("ns per observation", 1.0),
         "mixture": ("ns per point", 1.0), "network": ("us per evaluation", 1e-3), "optimizers": ("ns per parameter and step", 1.0), "second_order": ("us per evaluation", 1e-3),
         "small": ("ns per problem or observation", 1.0),
         "sweep": ("ns per number", 1.0), "threads": ("ns per observation", 1.0)}
# The columns at the right: floors, and what was expected.
LAST = ["read", "read and write", PREDICTED]


def columns(contenders):
    """Contender -> its figures, with the ways to read the data as one: the fastest."""
    shown = {c: values for c, values in contenders.items() if c in LAST or not c.startswith("read ")}
    if reads := [values for c, values in contenders.items() if c not in LAST and c.startswith("read ")]:
        shown["read"] = min(reads, key=lambda values: values[1])
    return shown


def markdown(compiler, results, pictures):
    lines = [f"### {compiler}", "", *pictures]
    for name, workloads in results.items():
        unit, factor = UNITS[name]
        rows = {workload: columns(contenders) for workload, contenders in workloads.items()}
        heads = list(dict.fromkeys(c for each in rows.values() for c in each))
        heads.sort(key=lambda c: LAST.index(c) if c in LAST else -1)
        lines += [f"| {name}, {unit} | " + " | ".join(heads) + " |", "|---|" + "---:|" * len(heads)]
        for workload, each in rows.items():
            noisy = max(values[3] for values in each.values()) > 0.03
            cells = [f"{bar_chart.number(factor * each[c][1])} ({each[c][2]:.2f})" if c in each else "" for c in heads]
            lines.append(f"| {workload}{' (noisy)' if noisy else ''} | " + " | ".join(cells) + " |")
        lines.append("")
    return lines + slower(results)


def slower(results):
    """Where another contender's median is lower than ours by more than 5 %, and how far predictions are off."""
    behind, predicted = [], []
    for name, workloads in results.items():
        for workload, contenders in workloads.items():
            if not workload.startswith(name):
                workload = f"{name}: {workload}"
            for contender, values in contenders.items():
                same_work = "gradsmith, " + ("value and gradient" if contender == PREDICTED else contender.partition(", ")[2])
                ours = contenders.get(same_work, contenders.get("gradsmith"))
                if ours is None or contender.startswith(("gradsmith", "read", "the rule")):
                    continue
                share = ours[2] / values[2]
                if contender == PREDICTED:
                    predicted.append((max(share, 1 / share), f"{workload} ({share:.2f})"))
                elif share > 1.05:
                    behind.append((share, f"| {workload} | {contender} | {share:.2f} |"))
    lines = []
    if behind:
        lines += ["Where gradsmith is slower, by the medians:", "", "| workload | than | by |", "|---|---|---:|", *(line for _, line in sorted(behind, reverse=True)), ""]
    if predicted:
        predicted.sort(reverse=True)
        lines += [f"{sum(off <= 1.5 for off, _ in predicted)} of {len(predicted)} measured times are within a factor of 1.5 of the predicted ones. Farthest off, as the "
                  f"measured over the predicted: {', '.join(text for _, text in predicted[:5])}.", ""]
    return lines


SHOWN = {"logistic": {"gradsmith": "ours", "expert": "theirs", "eigen naive": "theirs", "eigen stable": "theirs",
                      "openblas gemv x2": "theirs", "read 8": "floor"},
         "network": {"gradsmith": "ours", "openblas, its products": "theirs"},
         "mixture": {"gradsmith, value": "ours", "gradsmith, value and gradient": "ours", "expert, value": "theirs"}}


def draw(compiler, results):
    """The least times of a compiler as pictures; the lines that show them."""
    folder = TREE / "docs/pictures"
    folder.mkdir(parents=True, exist_ok=True)
    lines = []
    for name, kinds in SHOWN.items():
        unit, factor = UNITS[name]
        groups = {workload: {c: factor * values[0] for c, values in contenders.items()} for workload, contenders in results.get(name, {}).items()}
        if not groups:
            continue
        file = f"performance-{name}-{'clang' if 'clang' in compiler else 'gcc'}.svg"
        (folder / file).write_text(bar_chart.svg(f"{name}, value and gradients, {'clang' if 'clang' in compiler else 'g++'}", unit, groups, kinds))
        lines += [f"![{name} with {compiler}: the least times of the table]({'pictures/' + file})", ""]
    return lines


def write(record):
    """The tables of the page, from what has been measured."""
    lines = [f"Machine: {record['processor']}, {record['cores']} cores; one thread; `-O3 -march=native -DNDEBUG`. Packages: {', '.join(record['packages'])}.", ""]
    for version, results in record["results"].items():
        lines += markdown(version, results, draw(version, results)) + [f"Not measured: {text}." for text in record["missing"][version]]
    (TREE / "docs/data").mkdir(parents=True, exist_ok=True)
    # A contender's four figures on one line.
    RECORD.write_text(re.sub(r"\[\s+([^][{}]+?)\s+\]", lambda found: "[" + " ".join(found[1].split()) + "]", json.dumps(record, indent=1)) + "\n")
    if PAGE.exists() and BEGIN in PAGE.read_text():
        before, rest = PAGE.read_text().split(BEGIN)
        PAGE.write_text(before + BEGIN + "\n".join(lines).rstrip() + "\n" + END + rest.split(END)[1])
    return lines
