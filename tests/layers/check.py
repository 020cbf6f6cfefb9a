# SPDX-FileCopyrightText: The gradsmith authors
# SPDX-License-Identifier: BSL-1.0
"""Checks which part of the library includes which: check.py [INCLUDE_FOLDER], or check.py --self-test."""
import pathlib
import re
import sys
import tempfile

# What each part may include besides itself, in processing order. A file FOLDER.hpp beside a folder belongs to the folder.
FRONT = ["support", "ir", "op", "rule", "lang", "pass"]
ALLOWED = {
    "support": [],
    "ir": FRONT[:1],
    "op": FRONT[:2],
    "rule": FRONT[:3],
    "lang": FRONT[:4],
    "pass": FRONT[:5],
    "parallel": ["support"],
    "emit": FRONT + ["parallel"],
    "data": FRONT + ["parallel", "emit"],
    "compile": FRONT + ["parallel", "emit", "data"],
    "bind": FRONT + ["parallel", "emit", "data", "compile"],
    "loss": ["lang"],
    "layer": ["lang"],
    "optimize": ["support"],
    "train": ["support", "optimize"],
}
EVERYTHING = list(ALLOWED)
ALLOWED["ext"] = EVERYTHING
ALLOWED["gradsmith"] = ALLOWED["backpropagation"] = ALLOWED["raise"] = ALLOWED["print"] = ALLOWED["prove"] = ALLOWED["explain"] = ALLOWED["in_parallel"] = EVERYTHING     # the umbrella: includes only, never ext

# Third-party headers and the files that may include them (ext may include anything).
YAP = r"(lang/|lang\.hpp|pass/(parse|raise)(\.hpp|/))"
DOORS = {
    r"xsimd/": r"support/simd(\.hpp|/)",
    r"\w*intrin\.h": r"support/simd(\.hpp|/)",
    r"unistd\.h": r"support/(terminal|replace_file)\.hpp",
    r"fcntl\.h": r"support/replace_file\.hpp",
    r"oneapi/tbb/": r"parallel/threads\.hpp",
    r"boost/yap/": YAP,
    r"boost/hana/": YAP + r"|(compile|bind)(\.hpp|/)",
}
# Headers that no other header includes, so that nobody needs their libraries unasked.
CHOSEN_BY_USERS = ["parallel/threads.hpp"]
STANDARD = re.compile(r"[a-z_0-9]+$")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def part_of(path):
    """The part a path relative to include/gradsmith belongs to."""
    return path.split("/")[0].removesuffix(".hpp")


def problem(root, path, bracket, target):
    """What is wrong with `path` including `target`, or None."""
    part = part_of(path)
    if bracket == '"':
        return "write #include <gradsmith/...>"
    if target.startswith("gradsmith/"):
        inside = target.removeprefix("gradsmith/")
        if not (root / "gradsmith" / inside).exists():
            return "there is no such header"
        other = part_of(inside)
        if other == "gradsmith" and part != "ext":
            return "the umbrella is for users"
        if inside in CHOSEN_BY_USERS:
            return "what needs another library, users include"
        if other != part and other not in ALLOWED[part] and not (part == "ext" and other == "gradsmith"):
            return f"'{part}' may include only {', '.join(ALLOWED[part]) or 'itself'}"
        return None
    if STANDARD.match(target) or part == "ext":
        return None
    doors = [door for header, door in DOORS.items() if re.match(header, target)]
    if not doors:
        return "no part has a door to this header"
    return None if re.match(doors[0], path) else f"only {doors[0]} may include it"


def check(root):
    """All violations below root/gradsmith, one line each; and the number of files read."""
    violations, files = [], sorted((root / "gradsmith").rglob("*.hpp"))
    for file in files:
        path = file.relative_to(root / "gradsmith").as_posix()
        if part_of(path) not in ALLOWED:
            violations.append(f"{path}: the table of tests/layers/check.py does not know '{part_of(path)}'")
            continue
        includes = []
        text = file.read_text()
        lines = text.splitlines()
        for number, line in enumerate(lines, 1):
            if found := INCLUDE.match(line):
                includes.append(found[2])
                if why := problem(root, path, *found.groups()):
                    violations.append(f"{path}:{number}: {line.strip()}: {why}")
            elif "__has_include" in line and not (re.match(r"#if !__has_include\(<[^>]+>\)$", line) and "".join(lines[number:number + 1]).startswith("#error ")):
                violations.append(f"{path}:{number}: what is included must not depend on what is installed")
            elif path == "gradsmith.hpp" and line.strip() and not re.match(r"//|#pragma once", line.strip()):
                violations.append(f"{path}:{number}: the umbrella contains includes only: {line.strip()}")
        if path == "gradsmith.hpp" and includes != sorted(includes):
            violations.append(f"{path}: its includes are not sorted")
        if "#pragma once" not in text:
            violations.append(f"{path}: #pragma once is missing")
    return violations, len(files)


def self_test():
    """Plants one violation of each kind and one legal include of each kind; every one must be judged rightly."""
    legal = [
        ("ir/graph.hpp", "<gradsmith/support/text.hpp>"), ("ir/graph.hpp", "<vector>"), ("ir/graph.hpp", "<gradsmith/ir/node.hpp>"),
        ("support/simd.hpp", "<xsimd/xsimd.hpp>"), ("support/simd/exp.hpp", "<immintrin.h>"),
        ("lang/param.hpp", "<boost/yap/expression.hpp>"), ("pass/parse.hpp", "<boost/yap/algorithm.hpp>"),
        ("bind.hpp", "<boost/hana/map.hpp>"), ("bind.hpp", "<gradsmith/compile.hpp>"), ("loss/huber.hpp", "<gradsmith/lang/param.hpp>"),
        ("ext/eigen.hpp", "<Eigen/Core>"), ("ext/eigen.hpp", "<gradsmith/bind.hpp>"), ("gradsmith.hpp", "<gradsmith/bind.hpp>"),
        ("train/fit.hpp", "<gradsmith/optimize/adam.hpp>"), ("train/fit.hpp", "<gradsmith/support/text.hpp>"), ("support/terminal.hpp", "<unistd.h>"),
        ("support/replace_file.hpp", "<unistd.h>"), ("support/replace_file.hpp", "<fcntl.h>"),
        ("parallel/threads.hpp", "<oneapi/tbb/task_arena.h>"), ("emit/divided.hpp", "<gradsmith/parallel/serial.hpp>"), ("in_parallel.hpp", "<gradsmith/bind.hpp>"),
    ]
    wrong = [
        ("support/text.hpp", "<gradsmith/ir/graph.hpp>"), ("ir/graph.hpp", "<gradsmith/op/exp.hpp>"), ("parallel/threads.hpp", "<gradsmith/ir/graph.hpp>"),
        ("optimize/adam.hpp", "<gradsmith/lang/param.hpp>"), ("loss/huber.hpp", "<gradsmith/op/exp.hpp>"), ("layer/dense.hpp", "<gradsmith/loss/huber.hpp>"),
        ("train/fit.hpp", "<gradsmith/bind.hpp>"), ("compile.hpp", "<gradsmith/bind.hpp>"), ("bind.hpp", "<gradsmith/ext/eigen.hpp>"),
        ("gradsmith.hpp", "<gradsmith/ext/eigen.hpp>"), ("op/exp.hpp", "<xsimd/xsimd.hpp>"), ("pass/schedule.hpp", "<boost/yap/expression.hpp>"),
        ("emit/loop.hpp", "<boost/hana/map.hpp>"), ("lang/param.hpp", "<boost/hana.hpp>"), ("data/span.hpp", "<Eigen/Core>"),
        ("ir/graph.hpp", "\"node.hpp\""), ("ir/graph.hpp", "<gradsmith/ir/missing.hpp>"), ("lang/param.hpp", "<gradsmith/gradsmith.hpp>"),
        ("strange/a.hpp", "<vector>"), ("op/exp.hpp", "<immintrin.h>"),
        ("train/fit.hpp", "<unistd.h>"), ("support/terminal.hpp", "<fcntl.h>"), ("emit/divided.hpp", "<oneapi/tbb/task_arena.h>"), ("parallel/threads.hpp", "<gradsmith/emit/divided.hpp>"),
        ("optimize/adam.hpp", "<gradsmith/parallel/serial.hpp>"), ("in_parallel.hpp", "<gradsmith/parallel/threads.hpp>"), ("bind.hpp", "<gradsmith/in_parallel.hpp>"),
    ]
    present = {name for name, _ in legal + wrong} | {"ir/node.hpp", "parallel/serial.hpp"}
    failures = []
    missing_library = "#pragma once\n#if !__has_include(<oneapi/tbb/task_arena.h>)\n"
    for expected, after in ((0, "#error it is missing\n#endif\n"), (1, "#include <vector>\n#endif\n")):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "gradsmith", "parallel", "threads.hpp")
            file.parent.mkdir(parents=True)
            file.write_text(missing_library + after)
            if len(check(pathlib.Path(folder))[0]) != expected:
                failures.append(f"__has_include before {after!r}: expected {expected} violations")
    for expected, cases in ((0, legal), (1, wrong)):
        for name, include in cases:
            with tempfile.TemporaryDirectory() as folder:
                for each in present - {"strange/a.hpp"} | {name}:
                    file = pathlib.Path(folder, "gradsmith", each)
                    file.parent.mkdir(parents=True, exist_ok=True)
                    file.write_text("#pragma once\n" + (f"#include {include}\n" if each == name else ""))
                found = check(pathlib.Path(folder))[0]
                if len(found) != expected:
                    failures.append(f"{name} including {include}: expected {expected} violations, found {found}")
    return failures, len(legal) + len(wrong) + 2


if __name__ == "__main__":
    if sys.argv[1:] == ["--self-test"]:
        lines, count = self_test()
        what = "planted includes"
    else:
        here = pathlib.Path(__file__).resolve().parents[2] / "include"
        lines, count = check(pathlib.Path(sys.argv[1]) if sys.argv[1:] else here)
        what = "headers"
    print("\n".join(lines + [f"{count} {what}, {len(lines)} violations"]))
    sys.exit(bool(lines) or count == 0)
